namespace Operon.Runtime;

/// <summary>A controller whose work is keyed by <typeparamref name="TKey"/>.</summary>
public interface IController<TKey> : IControllerState
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>
    /// Asks for a reconcile of <paramref name="key"/>, after <paramref name="delay"/> when given: for causes that are not objects, such as a
    /// process that exited.
    /// </summary>
    void Enqueue(TKey key, TimeSpan? delay = null);
}
