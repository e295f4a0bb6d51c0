namespace Operon.Etcd.Restores;

/// <summary>A restore cannot go on yet; the message says what it waits for.</summary>
internal sealed class RestoreWaitException(string message) : Exception(message);
