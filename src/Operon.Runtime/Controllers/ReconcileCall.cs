namespace Operon.Runtime;

/// <summary>What a call of a reconciler is made from.</summary>
internal readonly record struct ReconcileCall<TKey>(QueueItem<TKey> Item, Exception? LastError, Guid ReconcileId);
