namespace Operon.Etcd.Stores;

/// <summary>A store refused, or could not be reached. The message names the object and what the store said, never a credential.</summary>
internal sealed class StoreException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Trying again later may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
