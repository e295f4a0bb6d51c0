namespace Operon.Runtime;

/// <summary>A cached read of a kind that nobody watches, while reads may not start caches (<see cref="CachingOptions.ReadsStartCaches"/>).</summary>
public sealed class CacheMissingException(string message) : InvalidOperationException(message);
