using System.Threading.Channels;

namespace Operon.ApiServer.Storage;

/// <summary>A live view of one resource's changes. The channel ends when the watcher falls too far behind; the client lists again.</summary>
internal sealed class StoreWatcher : IDisposable
{
    private const int Capacity = 4096;
    private readonly Channel<StoreEvent> _channel = Channel.CreateBounded<StoreEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly Action<StoreWatcher> _remove;

    public StoreWatcher(string resource, string @namespace, string? name, StoreSnapshot snapshot, IReadOnlyList<StoreEvent> backlog, Action<StoreWatcher> remove)
    {
        Resource = resource;
        Namespace = @namespace;
        Name = name;
        Snapshot = snapshot;
        Backlog = backlog;
        _remove = remove;
    }

    public string Resource { get; }

    /// <summary>Empty: all namespaces.</summary>
    public string Namespace { get; }
    public string? Name { get; }

    /// <summary>The state at the moment of registration; the channel starts right after it.</summary>
    public StoreSnapshot Snapshot { get; }

    /// <summary>Changes between the asked-for revision and the snapshot.</summary>
    public IReadOnlyList<StoreEvent> Backlog { get; }

    public ChannelReader<StoreEvent> Events => _channel.Reader;

    public bool Concerns(StoredObject obj) =>
        (Namespace.Length == 0 || Namespace == obj.Namespace) && (Name is null || Name == obj.Name);

    public bool Offer(StoreEvent change)
    {
        if (_channel.Writer.TryWrite(change))
        {
            return true;
        }

        _channel.Writer.TryComplete();
        return false;
    }

    public void Close() => _channel.Writer.TryComplete();

    public void Dispose()
    {
        _remove(this);
        _channel.Writer.TryComplete();
    }
}
