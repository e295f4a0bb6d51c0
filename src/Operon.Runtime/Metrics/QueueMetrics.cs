namespace Operon.Runtime;

/// <summary>The instruments of one work queue.</summary>
internal sealed class QueueMetrics(string name)
{
    private readonly KeyValuePair<string, object?> _name = new("name", name);
    private readonly KeyValuePair<string, object?> _controller = new("controller", name);

    public void Added()
    {
        RuntimeMetrics.QueueAdds.Add(1, _name, _controller);
        RuntimeMetrics.QueueDepth.Add(1, _name, _controller);
    }

    public void Taken(TimeSpan waited)
    {
        RuntimeMetrics.QueueDepth.Add(-1, _name, _controller);
        RuntimeMetrics.QueueTime.Record(waited.TotalSeconds, _name, _controller);
    }

    public void Retried() => RuntimeMetrics.QueueRetries.Add(1, _name, _controller);
}
