namespace Operon.Runtime;

/// <summary>The instruments of one work queue.</summary>
internal sealed class QueueMetrics : IDisposable
{
    private readonly KeyValuePair<string, object?> _name;
    private readonly KeyValuePair<string, object?> _controller;
    private readonly IDisposable _unfinished;
    private readonly IDisposable _longest;

    /// <param name="name">Name of the queue, which is its controller's.</param>
    /// <param name="inWork">Sum and maximum of the seconds the keys in work have been there.</param>
    public QueueMetrics(string name, Func<(double Sum, double Longest)> inWork)
    {
        _name = new("name", name);
        _controller = new("controller", name);
        _unfinished = RuntimeMetrics.UnfinishedWork.Add(() => [new(inWork().Sum, _name, _controller)]);
        _longest = RuntimeMetrics.LongestRunning.Add(() => [new(inWork().Longest, _name, _controller)]);
    }

    public void Added() => RuntimeMetrics.QueueAdds.Add(1, _name, _controller);

    public void Waits(KeyValuePair<string, object?> priority) => RuntimeMetrics.QueueDepth.Add(1, _name, _controller, priority);

    public void Left(KeyValuePair<string, object?> priority) => RuntimeMetrics.QueueDepth.Add(-1, _name, _controller, priority);

    public void Taken(TimeSpan waited, KeyValuePair<string, object?> priority)
    {
        Left(priority);
        RuntimeMetrics.QueueTime.Record(waited.TotalSeconds, _name, _controller);
    }

    public void Worked(TimeSpan time) => RuntimeMetrics.WorkTime.Record(time.TotalSeconds, _name, _controller);

    public void Retried() => RuntimeMetrics.QueueRetries.Add(1, _name, _controller);

    public void Dispose()
    {
        _unfinished.Dispose();
        _longest.Dispose();
    }
}
