namespace Operon.Etcd.Api;

/// <summary>The words of <c>status.phase</c> of an EtcdRestore, in their order.</summary>
internal static class RestorePhase
{
    /// <summary>Something has to happen first; <c>status.message</c> says what.</summary>
    public const string Pending = "Pending";

    /// <summary>The backup is read and proved. Nothing of the cluster is touched.</summary>
    public const string Verifying = "Verifying";

    /// <summary>The old members are being stopped.</summary>
    public const string Stopping = "Stopping";

    /// <summary>The seed is made from the backup.</summary>
    public const string Restoring = "Restoring";

    /// <summary>The seed serves; members are added.</summary>
    public const string Growing = "Growing";

    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}
