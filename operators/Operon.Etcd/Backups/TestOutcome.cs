namespace Operon.Etcd.Backups;

/// <summary>The words of <c>status.artifact.testRestore</c>.</summary>
internal static class TestOutcome
{
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}
