using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Sources, a queue, and workers around it.</summary>
internal partial class Controller<TKey> : IController<TKey>, IManagedController
    where TKey : notnull, IEquatable<TKey>
{
    private static readonly TimeSpan _slowSync = TimeSpan.FromMinutes(2);
    private readonly ControllerDefinition<TKey> _definition;
    private readonly ILogger _logger;
    private readonly WorkQueue<TKey> _queue;
    private readonly OwnEvents<TKey>? _own;
    private readonly ReconcileJournal<TKey> _journal;
    private readonly ShardedKeys<TKey>? _sharded;
    private readonly ConcurrentDictionary<TKey, Exception> _lastErrors = [];
    private readonly ConcurrentDictionary<TKey, ReconcileWrites> _writes = [];
    private readonly ConcurrentDictionary<TKey, CancellationTokenSource> _running = [];
    private readonly KeyValuePair<string, object?> _tag;
    private readonly Lock _startLock = new();
    private readonly CancellationTokenSource _failed = new();
    private Task? _feeding;
    private Exception? _failure;
    private volatile bool _isReconciling;

    public Controller(ControllerDefinition<TKey> definition)
    {
        _definition = definition;
        _logger = definition.Settings.LoggerFactory.CreateLogger($"Operon.Controller.{definition.Name}");
        _queue = new WorkQueue<TKey>(definition.Name, definition.Settings.Time, definition.Options.Queue);
        _own = definition.Options.FilterOwnEvents ? new OwnEvents<TKey>() : null;
        _journal = new ReconcileJournal<TKey>(definition.Options.JournalSize, definition.Settings.Time, _queue.InWork);
        _sharded = definition.Shards is { } shards
            ? new ShardedKeys<TKey>(shards, definition.Exists, key => _queue.Add(key, new WorkCause(CauseKind.ShardTaken), QueuePriority.Low), Time)
            : null;
        _tag = new("controller", definition.Name);
    }

    public string Name => _definition.Name;

    public ResourceType? Type => _definition.Type;

    public ControllerOptions Options => _definition.Options;

    public int Workers => Options.Concurrency;

    public bool IsReconciling => _isReconciling;

    public bool IsSharded => _sharded is not null;

    public int QueueDepth => _queue.Depth;

    public IReconcileJournal Journal => _journal;

    private TimeProvider Time => _definition.Settings.Time;

    public void Enqueue(TKey key, TimeSpan? delay = null) =>
        _queue.Add(key, new WorkCause(CauseKind.Request), QueuePriority.Normal, delay ?? TimeSpan.Zero);

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var feeding = Feed(cancellationToken);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        await feeding.WaitAsync(linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ThrowIfFailed();
        await feeding;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var feeding = Feed(cancellationToken);
        try
        {
            await SyncAsync(cancellationToken);
            Started(_logger, Name, Workers);
            RuntimeMetrics.MaxConcurrentReconciles.Add(Workers, _tag);
            _isReconciling = true;
            await using var stop = cancellationToken.Register(_queue.ShutDown);
            using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(working.Token), CancellationToken.None)));
            RuntimeMetrics.MaxConcurrentReconciles.Add(-Workers, _tag);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _failure is not null)
        {
        }
        finally
        {
            _isReconciling = false;
        }

        ThrowIfFailed();
        await feeding;
    }

    /// <summary>Cancels what is being done for a key whose object has gone.</summary>
    public void Supersede(TKey key)
    {
        if (_running.TryGetValue(key, out var source))
        {
            try
            {
                // Not on this thread, which is the watch's: what waits for the token would go on here and hold up the events.
                _ = source.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
    }

    public void Dispose()
    {
        _queue.Dispose();
        _failed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the sources, once: when this replica warms up, or when it works.</summary>
    private Task Feed(CancellationToken cancellationToken)
    {
        lock (_startLock)
        {
            return _feeding ??= Task.WhenAll(_definition.Sources.Select(source => FeedAsync(source, cancellationToken)));
        }
    }

    private async Task FeedAsync(ISource<TKey> source, CancellationToken cancellationToken)
    {
        var context = new SourceContext<TKey>(_queue, _own, Options.Debounce, Name, Time, _logger);
        try
        {
            await source.RunAsync(context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Becomes the failure of the controller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Stop(new InvalidOperationException($"its source {source.Name} failed: {e.Message}", e));
        }
    }

    /// <summary>Ends the controller, and with it the manager.</summary>
    private void Stop(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _failed.Cancel();
        _queue.ShutDown();
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new InvalidOperationException($"Controller '{Name}' stopped: {_failure.Message}", _failure);
        }
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        var sync = Task.WhenAll(_definition.Sources.Select(source => source.WaitForSyncAsync(linked.Token)));
        try
        {
            await sync.WaitAsync(Options.SyncTimeout ?? _slowSync, Time, linked.Token);
        }
        catch (TimeoutException)
        {
            var missing = string.Join(", ", _definition.Sources.Where(source => !source.WaitForSyncAsync(linked.Token).IsCompleted).Select(source => source.Name));
            if (Options.SyncTimeout is { } limit)
            {
                throw new TimeoutException(
                    $"Controller '{Name}' waited {limit} for the caches of {missing}. Look whether the kinds are installed and whether the account may list and watch them, or raise SyncTimeout.");
            }

            SlowSync(_logger, Name, missing);
            await sync;
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // Reconciles are traces of their own, not parts of the one in which the manager was started.
        Activity.Current = null;
        while (await _queue.TakeAsync() is { } item)
        {
            if (_sharded?.TryEnter(item.Key) == false)
            {
                _lastErrors.TryRemove(item.Key, out _);
                _queue.Forget(item.Key);
                _queue.Done(item.Key);
                continue;
            }

            RuntimeMetrics.ActiveWorkers.Add(1, _tag);
            try
            {
                await ProcessAsync(item, cancellationToken);
            }
            finally
            {
                _sharded?.Leave(item.Key);
                _queue.Done(item.Key);
                RuntimeMetrics.ActiveWorkers.Add(-1, _tag);
            }
        }
    }

    [LoggerMessage(30, LogLevel.Information, "Starting controller {Controller} with {Workers} workers")]
    private static partial void Started(ILogger logger, string controller, int workers);

    [LoggerMessage(35, LogLevel.Warning, "Controller {Controller} still waits for the caches of {Missing}: the kinds are not installed, or may not be listed and watched")]
    private static partial void SlowSync(ILogger logger, string controller, string missing);
}
