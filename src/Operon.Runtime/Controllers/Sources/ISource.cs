namespace Operon.Runtime;

/// <summary>Something that wakes a controller. <see cref="Sources"/> has the usual ones.</summary>
public interface ISource<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>What journals and traces call it.</summary>
    string Name { get; }

    /// <summary>
    /// Adds keys to the queue of <paramref name="context"/> until cancelled. Returning early means that nothing more will come; an exception stops the
    /// manager.
    /// </summary>
    Task RunAsync(SourceContext<TKey> context, CancellationToken cancellationToken);

    /// <summary>Waits until what was there at the start has been added. Reconciles begin when all sources are that far.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
