using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Holds together what a process of controllers shares: client, caches, events, leadership, and their start and stop.
/// <code>
/// var manager = new ControllerManager(client, new ControllerManagerOptions { LoggerFactory = loggers });
/// var pods = manager.Cache(ResourceKinds.Pod);
/// manager.Controller("replicaset", ResourceKinds.ReplicaSet).Owns(ResourceKinds.Pod).ReconcileWith(reconciler);
/// await manager.RunAsync(cancellationToken);
/// </code>
/// </summary>
#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
public sealed partial class ControllerManager
#pragma warning restore CA1001
{
    private static readonly TimeSpan _flushTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _syncBeforeSharing = TimeSpan.FromSeconds(30);
    private static readonly RunnableGroup[] _stopOrder =
        [RunnableGroup.Everywhere, RunnableGroup.WarmUp, RunnableGroup.Leader, RunnableGroup.Caches, RunnableGroup.Webhooks, RunnableGroup.Servers];

    private readonly IKubernetesClient _client;
    private readonly ControllerManagerOptions _options;
    private readonly Caches _caches;
    private readonly EventPublisher _publisher;
    private readonly ILogger _logger;
    private readonly LeaderElector? _elector;
    private readonly Fence? _fence;
    private readonly ShardCoordinator? _shards;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leadershipLost = new();
    private readonly TaskCompletionSource _elected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<RunnableGroup, Runnables> _groups;
    private readonly ConcurrentDictionary<string, IManagedController> _controllers = [];
    private Task _sharing = Task.CompletedTask;
    private Exception? _failure;
    private int _isRun;

    /// <summary>Creates a manager; nothing is read before <see cref="RunAsync"/>. The client stays the caller's to dispose.</summary>
    public ControllerManager(IKubernetesClient client, ControllerManagerOptions? options = null)
    {
        _client = client;
        _options = options ?? new ControllerManagerOptions();
        _options.Validate();
        Settings = new ManagerSettings(
            _options.TimeProvider, _options.LoggerFactory, _options.ResyncPeriod, _options.StripManagedFields, _options.ReadYourWritesTimeout)
        { Caching = _options.Caching };
        Namespaces = new NamespaceScope(_options.Namespaces.Count == 0 ? null : _options.Namespaces);
        _caches = new Caches(client, Namespaces, Settings);
        Writes = new WriteLog(_caches, Settings);
        Health = new HealthState(() => _caches.All().All(cache => cache.HasSynced));
        _logger = _options.LoggerFactory.CreateLogger<ControllerManager>();
        if (_options.LeaderElection is { } election)
        {
            var leaderLock = election.Lock ?? new LeaseLock(client, election.LeaseNamespace ?? client.DefaultNamespace, election.LeaseName, election.Labels);
            _elector = new LeaderElector(leaderLock, election, _options.TimeProvider, _logger);
            _fence = election.Fencing == LeaderFencing.None ? null : new Fence(leaderLock.Name, election.Fencing, () => _elector.Term, Lose, _options.TimeProvider);
            Health.Liveness.Add("leader-election", _elector.Check);
        }

        var fenced = _fence is null ? client : new FencedClient(client, _fence);
        if (_options.Sharding is { } sharding)
        {
            _shards = new ShardCoordinator(client, sharding, _options.TimeProvider, _logger);
            Health.Liveness.Add("sharding", _shards.Check);
            if (sharding.Fencing != LeaderFencing.None)
            {
                fenced = new FencedClient(fenced, new Fence(_shards.LockName, sharding.Fencing, () => _shards.Term, Lose, _options.TimeProvider, LeaseKind.Shards));
            }
        }

        Client = new RecordingClient(fenced, Writes);
        _publisher = new EventPublisher(client, _options.TimeProvider, _logger);
        _groups = Enum.GetValues<RunnableGroup>().ToDictionary(group => group, group => new Runnables(group, Fail));
    }

    /// <summary>
    /// The client controllers should write with: a later reconcile waits until the caches show what was written through it, and with leader election
    /// the writes of controllers and runnables of the leader pass only while this process leads (<see cref="LeaderElectionOptions.Fencing"/>).
    /// </summary>
    public IKubernetesClient Client { get; }

    /// <summary>Readiness and leadership.</summary>
    public HealthState Health { get; }

    /// <summary>The clock of the options.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The loggers of the options.</summary>
    public ILoggerFactory LoggerFactory => _options.LoggerFactory;

    /// <summary>
    /// Ends when this replica leads, or when the manager runs if leader election is off. Cancelled when the manager stops before that. Readiness must not
    /// wait for it: standby replicas are ready too.
    /// </summary>
    public Task Elected => _elected.Task;

    /// <summary>What this replica has of the work; null without <see cref="ControllerManagerOptions.Sharding"/>.</summary>
    public ShardingState? Sharding => _shards?.State;

    internal ControllerDefaults ControllerDefaults => _options.Controllers;

    internal ManagerSettings Settings { get; }

    internal WriteLog Writes { get; }

    /// <summary>
    /// The cache of a resource, shared with everybody who asks for the same. Filled while the manager runs; controllers that do not name the
    /// kind do not wait for it.
    /// </summary>
    public IInformer<T> Cache<T>(ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => _caches.Get(kind, options);

    /// <summary>Starts the description of a controller for <paramref name="kind"/>. The name is unique in the manager.</summary>
    public ControllerBuilder<T> Controller<T>(string name, ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(this, name, _caches.Get(kind, options));

    /// <summary>
    /// Adds something that runs until its token is cancelled, beside the controllers. An exception from it stops the manager and comes out
    /// of <see cref="RunAsync"/>; returning early does not. Added while the manager runs it starts at once (on the leader only, when it needs leader
    /// election). Throws <see cref="InvalidOperationException"/> after the stop.
    /// </summary>
    public void AddRunnable(Func<CancellationToken, Task> runnable, bool needsLeaderElection = true) =>
        AddRunnable(runnable, needsLeaderElection ? RunnableGroup.Leader : RunnableGroup.Everywhere);

    /// <summary>
    /// Adds something to a group. Later groups start when <paramref name="ready"/> has returned; one added after its group has started is not waited for.
    /// </summary>
    public void AddRunnable(Func<CancellationToken, Task> runnable, RunnableGroup group, Func<CancellationToken, Task>? ready = null)
    {
        ArgumentNullException.ThrowIfNull(runnable);
        if (group == RunnableGroup.Leader && _shards is not null && _elector is null)
        {
            throw new InvalidOperationException(
                "With Sharding, runnables and controllers of the leader need LeaderElection besides: every replica would run them. Set ControllerManagerOptions.LeaderElection, or let them run everywhere.");
        }

        _groups[group].Add(runnable, ready);
    }

    /// <summary>Adds something that knows its group.</summary>
    public void AddRunnable(IRunnable runnable)
    {
        ArgumentNullException.ThrowIfNull(runnable);
        AddRunnable(runnable.RunAsync, runnable.Group, runnable.WaitUntilReadyAsync);
    }

    /// <summary>A recorder whose events name <paramref name="component"/> as the controller that reports them: letters, digits, dashes, dots.</summary>
    public IEventRecorder Events(string component) => new EventRecorder(_publisher, component, _options.TimeProvider);

    /// <summary>
    /// Makes sure that no write of an earlier leader to this object can be accepted any more; worth a request before a reconcile decides on something that
    /// cannot be undone. Needs <see cref="LeaderFencing.Stamp"/>; every write of the leader does the same for its own object. Throws
    /// <see cref="LeadershipLostException"/> when a later leader has written to the object.
    /// </summary>
    public Task ClaimAsync<T>(ResourceKind<T> kind, ObjectKey key, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (_fence is not { Stamps: true } fence)
        {
            throw new InvalidOperationException("Objects can be claimed only with LeaderElectionOptions.Fencing = LeaderFencing.Stamp.");
        }

        var what = $"claim of {kind.Type.GroupResource} {key}";
        var stamps = new Stamps(_client.Resource(ResourceKinds.Metadata(kind.Type)), fence);
        return fence.RunAsync(
            what,
            async (term, token) => await stamps.ClaimAsync(
                what, key.Namespace, key.Name, null, term ?? throw new InvalidOperationException("Only controllers and runnables of the leader can claim objects."), token),
            cancellationToken);
    }

    /// <summary>Waits until every cache there is now is filled. Throws when cancelled.</summary>
    public async Task WaitForCachesAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in _caches.All())
        {
            await cache.WaitForSyncAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Runs everything until <paramref name="cancellationToken"/> is cancelled, then stops gracefully and returns. Throws
    /// <see cref="LeadershipLostException"/> when the lease is lost, or the failure of a runnable. Can be called once.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRun, 1) != 0)
        {
            throw new InvalidOperationException("The manager has been run already; create a new one.");
        }

        using var leaseStop = new CancellationTokenSource();
        await using var cancelled = cancellationToken.Register(_stop.Cancel);
        using var publisherStop = new CancellationTokenSource();
        var publishing = _publisher.RunAsync(publisherStop.Token);
        var leading = UnderLeaseAsync(() => LeadAsync(leaseStop.Token));
        await Task.Delay(Timeout.Infinite, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Health.Stopping();
        _elected.TrySetCanceled(_stop.Token);
        var hasStopped = await StopAsync();
        await leaseStop.CancelAsync();
        await leading;
        await _sharing;
        if (_shards is not null && hasStopped)
        {
            using var limit = new CancellationTokenSource(_flushTimeout, _options.TimeProvider);
            await _shards.ReleaseAsync(limit.Token);
        }

        if (_elector is not null && _options.LeaderElection is { ReleaseOnStop: true } && hasStopped)
        {
            using var limit = new CancellationTokenSource(_flushTimeout, _options.TimeProvider);
            if (_elector.IsLeader)
            {
                TellLeadership("stopped leading");
            }

            await _elector.ReleaseAsync(limit.Token);
        }

        Health.Leads(false);
        _publisher.Complete();
        publisherStop.CancelAfter(_leadershipLost.IsCancellationRequested ? TimeSpan.Zero : _flushTimeout);
        await publishing;
        if (hasStopped)
        {
            foreach (var controller in _controllers.Values)
            {
                controller.Dispose();
            }
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    internal Informer<T> Informer<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta> => _caches.Get(kind, options);

    /// <summary>The controllers, by name.</summary>
    public IReadOnlyList<IControllerState> Controllers => [.. _controllers.Values.OrderBy(controller => controller.Name, StringComparer.Ordinal)];

    internal void Add(IManagedController controller)
    {
        var name = controller.Name;
        for (var i = 2; !_controllers.TryAdd(name, controller); i++)
        {
            if (!controller.Options.AllowSameName)
            {
                throw new ArgumentException(
                    $"The manager has a controller named '{controller.Name}' already; names tell logs and metrics apart. Give another with Named, or set AllowSameName.");
            }

            name = $"{controller.Name}#{i}";
        }

        try
        {
            if (controller.IsSharded)
            {
                AddRunnable(token => RunShardedAsync(controller, token), RunnableGroup.Everywhere);
                return;
            }

            AddRunnable(controller.RunAsync, controller.Options.NeedsLeaderElection);
            if (controller.Options is { WarmUp: true, NeedsLeaderElection: true })
            {
                AddRunnable(controller.WarmUpAsync, RunnableGroup.WarmUp);
            }
        }
        catch (InvalidOperationException)
        {
            _controllers.TryRemove(name, out _);
            throw;
        }
    }

    /// <summary>The shards of this replica, for a controller that is to work on them only; null for others.</summary>
    internal ShardMap? ShardsOf(ControllerOptions options) => options is { NeedsLeaderElection: true, IsSharded: true } ? _shards?.Map : null;

    private static Task RunShardedAsync(IManagedController controller, CancellationToken cancellationToken)
    {
        LeaderWork.Enter(LeaseKind.Shards);
        return controller.RunAsync(cancellationToken);
    }

    /// <summary>Takes part in the sharding once the caches can tell what there is.</summary>
    private async Task ShareAsync(ShardCoordinator shards, CancellationToken leaseStop)
    {
        await WaitForCachesAsync(_stop.Token).WaitAsync(_syncBeforeSharing, _options.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Token.ThrowIfCancellationRequested();
        await shards.RunAsync(leaseStop);
    }

    private async Task LeadAsync(CancellationToken leaseStop)
    {
        await StartAsync();
        _sharing = _shards is null ? Task.CompletedTask : UnderLeaseAsync(() => ShareAsync(_shards, leaseStop));
        if (_elector is not null)
        {
            await _elector.AcquireAsync(_stop.Token);
            TellLeadership("became leader");
            if (_fence is { Stamps: true })
            {
                _fence.TokenOf(_elector.Term!);
            }
        }

        Health.Leads(true);
        _elected.TrySetResult();
        _groups[RunnableGroup.Leader].Start();

        // The lease is kept until the work under it has ended: a stop does not end the renewals.
        await (_elector?.RenewAsync(leaseStop) ?? Task.CompletedTask);
    }

    /// <summary>Whatever ends this but a stop ends the manager.</summary>
    private async Task UnderLeaseAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (LeadershipLostException e)
        {
            Lose(e);
        }
#pragma warning disable CA1031 // Becomes the failure of the whole manager.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    private async Task StartAsync()
    {
        await _groups[RunnableGroup.Servers].StartAsync(_stop.Token);
        await _groups[RunnableGroup.Webhooks].StartAsync(_stop.Token);
        _caches.Start(StartCache);
        await _groups[RunnableGroup.Caches].StartAsync(_stop.Token);
        await _groups[RunnableGroup.Everywhere].StartAsync(_stop.Token);
        Health.Started();
        await _groups[RunnableGroup.WarmUp].StartAsync(_stop.Token);
    }

    private void StartCache(Func<CancellationToken, Task> run)
    {
        // A cache asked for during the stop stays empty.
        if (!_stop.IsCancellationRequested)
        {
            _groups[RunnableGroup.Caches].Add(run);
        }
    }

    /// <summary>Stops group after group within the time there is; false when some were left behind.</summary>
    private async Task<bool> StopAsync()
    {
        // Nothing needs what warms up any more; its end is waited for in its turn.
        _ = _groups[RunnableGroup.WarmUp].StopAsync();
        var started = _options.TimeProvider.GetTimestamp();
        foreach (var group in _stopOrder)
        {
            await InTimeAsync(_groups[group].StopAsync(), started);
        }

        var left = _stopOrder.Where(group => !_groups[group].StopAsync().IsCompleted).ToArray();
        if (left.Length > 0 && _options.GracefulStopTimeout != TimeSpan.Zero && !_leadershipLost.IsCancellationRequested)
        {
            NotStopped(_logger, string.Join(", ", left), _options.GracefulStopTimeout);
        }

        return left.Length == 0;
    }

    private async Task InTimeAsync(Task stopping, long started)
    {
        var timeout = _options.GracefulStopTimeout;
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            var rest = timeout - _options.TimeProvider.GetElapsedTime(started);
            timeout = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }

        // A lost lease ends the wait: another replica may be at work already.
        await stopping.WaitAsync(timeout, _options.TimeProvider, _leadershipLost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void TellLeadership(string what)
    {
        if (_elector?.Observed?.Lease is { } lease)
        {
            Events("leader-election").Normal(lease, "LeaderElection", $"{_options.LeaderElection!.Identity} {what}");
        }
    }

    private void Lose(LeadershipLostException lost)
    {
        Health.Leads(false);
        _leadershipLost.Cancel();
        Fail(lost);
    }

    private void Fail(Exception failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null && failure is not LeadershipLostException)
        {
            RunnableFailed(_logger, failure);
        }

        _stop.Cancel();
    }

    [LoggerMessage(60, LogLevel.Error, "A runnable failed; the manager stops")]
    private static partial void RunnableFailed(ILogger logger, Exception exception);

    [LoggerMessage(61, LogLevel.Warning, "Runnables or controllers ({Groups}) were still busy {Timeout} after the stop; leaving them behind")]
    private static partial void NotStopped(ILogger logger, string groups, TimeSpan timeout);
}
