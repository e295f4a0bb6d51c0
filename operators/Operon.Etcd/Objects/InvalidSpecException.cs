namespace Operon.Etcd.Objects;

/// <summary>The object asks for something that cannot be; the message names the field.</summary>
internal sealed class InvalidSpecException(string message) : Exception(message);
