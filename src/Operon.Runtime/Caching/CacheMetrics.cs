using System.Diagnostics;
using System.Diagnostics.Metrics;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The instruments of the lists and watches of one resource.</summary>
internal sealed class CacheMetrics
{
    private readonly TagList _tags;

    public CacheMetrics(ResourceType type, string? cluster, string? representation = null)
    {
        _tags = new TagList { { "resource", type.GroupResource } };
        if (representation is not null)
        {
            _tags.Add("representation", representation);
        }

        if (cluster is not null)
        {
            _tags.Add("cluster", cluster);
        }
    }

    public TagList Tags => _tags;

    public void Listed(string reason) => Count(RuntimeMetrics.CacheLists, reason);

    public void Restarted(string reason) => Count(RuntimeMetrics.WatchRestarts, reason);

    /// <summary>Clocks differ, and the server's time is cut to whole seconds: what seems to have come before it was written took no time.</summary>
    public void Lagged(TimeSpan lag) => RuntimeMetrics.WatchLag.Record(Math.Max(0, lag.TotalSeconds), _tags);

    private void Count(Counter<long> counter, string reason)
    {
        var tags = _tags;
        tags.Add("reason", reason);
        counter.Add(1, tags);
    }
}
