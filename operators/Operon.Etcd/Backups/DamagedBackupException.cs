namespace Operon.Etcd.Backups;

/// <summary>The bytes are not the backup they should be: cut off, changed, or not readable with the keys at hand.</summary>
internal sealed class DamagedBackupException(string message) : Exception(message);
