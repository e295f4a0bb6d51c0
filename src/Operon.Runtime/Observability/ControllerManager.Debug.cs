namespace Operon.Runtime;

#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
public sealed partial class ControllerManager
#pragma warning restore CA1001
{
    /// <summary>The caches there are, for the debug page.</summary>
    internal IReadOnlyList<CacheSnapshot> DescribeCaches() => [.. _caches.All().Select(cache => cache.Describe()).OrderBy(cache => cache.Resource, StringComparer.Ordinal)];
}
