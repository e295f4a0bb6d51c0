namespace Operon.Etcd.Backups;

/// <summary>A backup could not be made.</summary>
internal sealed class BackupFailedException(string message, bool isTransient) : Exception(message)
{
    /// <summary>Trying again may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
