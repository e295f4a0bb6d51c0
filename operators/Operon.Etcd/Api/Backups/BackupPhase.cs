namespace Operon.Etcd.Api;

/// <summary>The words of <c>status.phase</c> of an EtcdBackup.</summary>
internal static class BackupPhase
{
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Scheduled = "Scheduled";
    public const string Suspended = "Suspended";
}
