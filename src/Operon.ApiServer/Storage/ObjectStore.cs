using System.Collections.Immutable;
using System.Threading.Channels;

namespace Operon.ApiServer.Storage;

/// <summary>
/// All objects of the cluster in memory, one revision counter over everything, and a single committer that gives writes their total order.
/// A write becomes visible to readers and watchers only after the log has it, so nobody ever sees a state that a crash could take back.
/// </summary>
internal sealed class ObjectStore : IAsyncDisposable
{
    private const int MaxBatch = 256;
    private readonly IDurableLog? _log;
    private readonly TimeProvider _time;
    private readonly Func<string, Func<System.Text.Json.Nodes.JsonObject, ObjectIndex>> _indexers;
    private readonly Channel<StoreCommand> _commands = Channel.CreateUnbounded<StoreCommand>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EventHistory> _history = [];
    private readonly Dictionary<string, WatcherIndex> _watchers = [];
    private readonly long _startRevision;
    private readonly Task _committer;
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreState _state;

    public ObjectStore(IDurableLog? log, TimeProvider time, Func<string, Func<System.Text.Json.Nodes.JsonObject, ObjectIndex>> indexers)
    {
        _log = log;
        _time = time;
        _indexers = indexers;
        _state = Load();
        _startRevision = _state.Revision;
        _committer = Task.Run(CommitAsync);
    }

    public StoreState State => Volatile.Read(ref _state);

    public long Revision => State.Revision;

    public StoredObject? Find(string resource, string @namespace, string name) =>
        State.Snapshot(resource).Find(StoredObject.KeyOf(@namespace, name));

    public Task<StoredObject> CreateAsync(string resource, string @namespace, string name, ObjectDraft draft) =>
        Submit(new StoreCommand(StoreCommandType.Create, resource, @namespace, name, 0, draft));

    public Task<StoredObject> UpdateAsync(StoredObject current, ObjectDraft draft) =>
        Submit(new StoreCommand(StoreCommandType.Update, current.Resource, current.Namespace, current.Name, current.Revision, draft));

    /// <summary>Removes the object; <paramref name="lastState"/> is what watchers get in the DELETED event.</summary>
    public Task<StoredObject> DeleteAsync(StoredObject current, ObjectDraft lastState) =>
        Submit(new StoreCommand(StoreCommandType.Delete, current.Resource, current.Namespace, current.Name, current.Revision, lastState));

    /// <summary>The resource as it was at <paramref name="revision"/>.</summary>
    public StoreSnapshot SnapshotAt(string resource, long revision)
    {
        lock (_gate)
        {
            return new StoreSnapshot(HistoryOf(resource).Rewind(_state.Objects(resource), revision), revision);
        }
    }

    /// <summary>Registers a watcher for everything after <paramref name="fromRevision"/>; null: after the present state.</summary>
    public StoreWatcher Watch(string resource, string @namespace, string? name, long? fromRevision)
    {
        lock (_gate)
        {
            List<StoreEvent> backlog = fromRevision is { } from ? HistoryOf(resource).After(from) : [];
            var watcher = new StoreWatcher(resource, @namespace, name, _state.Snapshot(resource), backlog, Remove);
            if (!_watchers.TryGetValue(resource, out var index))
            {
                _watchers[resource] = index = new WatcherIndex();
            }

            index.Add(watcher);
            return watcher;
        }
    }

    /// <summary>Ends every watch of the resource; clients reconnect and see what is served now.</summary>
    public void CloseWatchers(string resource)
    {
        lock (_gate)
        {
            if (_watchers.Remove(resource, out var index))
            {
                foreach (var watcher in index.All())
                {
                    watcher.Close();
                }
            }
        }
    }

    /// <summary>Forgets all history, as etcd's compaction does: older watches and pages get 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            foreach (var resource in _state.Resources.Keys)
            {
                HistoryOf(resource).Compact(_state.Revision);
            }
        }
    }

    /// <summary>Waits until the store has reached the revision; false when it has not within the time.</summary>
    public async Task<bool> WaitForRevisionAsync(long revision, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = Task.Delay(timeout, _time, cancellationToken);
        while (true)
        {
            Task advanced;
            lock (_gate)
            {
                if (_state.Revision >= revision)
                {
                    return true;
                }

                advanced = _advanced.Task;
            }

            if (await Task.WhenAny(advanced, deadline).ConfigureAwait(false) == deadline)
            {
                await deadline.ConfigureAwait(false);
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _commands.Writer.TryComplete();
        await _committer.ConfigureAwait(false);
        _log?.Dispose();
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values.SelectMany(index => index.All()))
            {
                watcher.Close();
            }
        }
    }

    private StoreState Load()
    {
        if (_log is null)
        {
            return new StoreState(ImmutableDictionary<string, ImmutableSortedSet<StoredObject>>.Empty, 0);
        }

        var loaded = new Dictionary<string, ImmutableSortedSet<StoredObject>.Builder>();
        var revision = _log.Load((resource, ns, name, rv, json) =>
        {
            if (!loaded.TryGetValue(resource, out var set))
            {
                loaded[resource] = set = StoreSnapshot.Empty.ToBuilder();
            }

            set.Add(new StoredObject(resource, ns, name, json, rv, null, _indexers(resource)));
        });
        return new StoreState(loaded.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.ToImmutable()), revision);
    }

    private Task<StoredObject> Submit(StoreCommand command)
    {
        if (!_commands.Writer.TryWrite(command))
        {
            command.Completion.SetException(new ObjectDisposedException(nameof(ObjectStore), "The API server is shutting down."));
        }

        return command.Completion.Task;
    }

    private async Task CommitAsync()
    {
        var batch = new List<StoreCommand>();
        while (await _commands.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _commands.Reader.TryRead(out var command))
            {
                batch.Add(command);
            }

            Commit(batch);
        }
    }

    private void Commit(List<StoreCommand> batch)
    {
        var working = _state;
        var changes = new List<StoreEvent>(batch.Count);
        var accepted = new List<StoreCommand>(batch.Count);
        foreach (var command in batch)
        {
            try
            {
                var change = Apply(command, ref working);
                changes.Add(change);
                accepted.Add(command);
            }
            catch (StoreConflictException conflict)
            {
                command.Completion.SetException(conflict);
            }
        }

        if (changes.Count == 0)
        {
            return;
        }

        try
        {
            _log?.Write(changes, working.Revision);
        }
#pragma warning disable CA1031 // Every waiting writer must learn that the log failed; the committer goes on with the old state.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            foreach (var command in accepted)
            {
                command.Completion.SetException(failure);
            }

            return;
        }

        Publish(working, changes);
        for (var i = 0; i < accepted.Count; i++)
        {
            accepted[i].Completion.SetResult(changes[i].Object);
        }
    }

    private StoreEvent Apply(StoreCommand command, ref StoreState working)
    {
        var objects = working.Objects(command.Resource);
        var current = new StoreSnapshot(objects, 0).Find(StoredObject.KeyOf(command.Namespace, command.Name));
        if (command.Type == StoreCommandType.Create ? current is not null : current is null || current.Revision != command.ExpectedRevision)
        {
            var conflict = command.Type == StoreCommandType.Create ? StoreConflict.AlreadyExists : current is null ? StoreConflict.NotFound : StoreConflict.RevisionChanged;
            throw new StoreConflictException(conflict, command.Resource, StoredObject.KeyOf(command.Namespace, command.Name));
        }

        var revision = working.Revision + 1;
        var next = new StoredObject(command.Resource, command.Namespace, command.Name, command.Draft.Complete(revision), revision, command.Draft.Index, _indexers(command.Resource))
        {
            CleanFor = command.Draft.CleanFor,
        };
        objects = current is null ? objects : objects.Remove(current);
        objects = command.Type == StoreCommandType.Delete ? objects : objects.Add(next);
        working = new StoreState(working.Resources.SetItem(command.Resource, objects), revision);
        var type = command.Type switch
        {
            StoreCommandType.Create => StoreEventType.Added,
            StoreCommandType.Update => StoreEventType.Modified,
            _ => StoreEventType.Deleted,
        };
        return new StoreEvent(type, next, current, _time.GetUtcNow());
    }

    private void Publish(StoreState state, List<StoreEvent> changes)
    {
        TaskCompletionSource advanced;
        lock (_gate)
        {
            foreach (var change in changes)
            {
                HistoryOf(change.Object.Resource).Append(change);
                if (_watchers.TryGetValue(change.Object.Resource, out var index))
                {
                    index.Offer(change);
                }
            }

            Volatile.Write(ref _state, state);
            advanced = _advanced;
            _advanced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        advanced.SetResult();
    }

    private EventHistory HistoryOf(string resource)
    {
        if (!_history.TryGetValue(resource, out var history))
        {
            _history[resource] = history = new EventHistory(_startRevision);
        }

        return history;
    }

    private void Remove(StoreWatcher watcher)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(watcher.Resource, out var index))
            {
                index.Remove(watcher);
            }
        }
    }
}
