namespace Operon.Etcd.Restores;

/// <summary>A restore is given up; the message says why and what is left.</summary>
internal sealed class RestoreFailedException(string message) : Exception(message);
