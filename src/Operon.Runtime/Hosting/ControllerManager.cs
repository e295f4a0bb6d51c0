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
    private readonly IKubernetesClient _client;
    private readonly ControllerManagerOptions _options;
    private readonly Caches _caches;
    private readonly EventPublisher _publisher;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly RunnableGroup _everywhere;
    private readonly RunnableGroup _onLeader;
    private readonly ConcurrentDictionary<string, Controller> _controllers = [];
    private Exception? _failure;
    private int _isRun;

    /// <summary>Creates a manager; nothing is read before <see cref="RunAsync"/>. The client stays the caller's to dispose.</summary>
    public ControllerManager(IKubernetesClient client, ControllerManagerOptions? options = null)
    {
        _client = client;
        _options = options ?? new ControllerManagerOptions();
        _options.LeaderElection?.Validate();
        Settings = new ManagerSettings(
            _options.TimeProvider, _options.LoggerFactory, _options.ResyncPeriod, _options.StripManagedFields, _options.ReadYourWritesTimeout);
        _caches = new Caches(client, _options.Namespaces, Settings);
        Writes = new WriteLog(_caches, Settings);
        Client = new RecordingClient(client, Writes);
        Health = new HealthState(() => _caches.All().All(cache => cache.HasSynced));
        _logger = _options.LoggerFactory.CreateLogger<ControllerManager>();
        _publisher = new EventPublisher(client, _options.TimeProvider, _logger);
        _everywhere = new RunnableGroup(Fail, _stop.Token);
        _onLeader = new RunnableGroup(Fail, _stop.Token);
    }

    /// <summary>
    /// The client controllers should write with: a later reconcile waits until the caches show what was written through it.
    /// </summary>
    public IKubernetesClient Client { get; }

    /// <summary>Readiness and leadership.</summary>
    public HealthState Health { get; }

    /// <summary>The clock of the options.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The loggers of the options.</summary>
    public ILoggerFactory LoggerFactory => _options.LoggerFactory;

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
    /// of <see cref="RunAsync"/>; returning early does not.
    /// </summary>
    public void AddRunnable(Func<CancellationToken, Task> runnable, bool needsLeaderElection = true) =>
        (needsLeaderElection ? _onLeader : _everywhere).Add(runnable);

    /// <summary>A recorder whose events name <paramref name="component"/> as their source.</summary>
    public IEventRecorder Events(string component) => new EventRecorder(_publisher, component, _options.TimeProvider);

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

        using var cachesStop = new CancellationTokenSource();
        await using var cancelled = cancellationToken.Register(_stop.Cancel);
        var caches = new RunnableGroup(Fail, cachesStop.Token);
        using var publisherStop = new CancellationTokenSource();
        var publishing = _publisher.RunAsync(publisherStop.Token);
        caches.Start();
        _caches.Start(cache => caches.Add(cache.RunAsync));
        _everywhere.Start();
        Health.Started();

        var elector = _options.LeaderElection is { } election ? new LeaderElector(_client, election, _options.TimeProvider, _logger) : null;
        await LeadAsync(elector);

        Health.Stopping();
        await StopAsync(_failure is LeadershipLostException ? TimeSpan.Zero : _options.GracefulStopTimeout);
        await cachesStop.CancelAsync();
        await caches.WaitAsync();
        _publisher.Complete();
        publisherStop.CancelAfter(_flushTimeout);
        await publishing;
        if (elector is not null && _options.LeaderElection is { ReleaseOnStop: true })
        {
            using var limit = new CancellationTokenSource(_flushTimeout);
            await elector.ReleaseAsync(limit.Token);
        }

        foreach (var controller in _controllers.Values)
        {
            controller.Dispose();
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    internal Informer<T> Informer<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta> => _caches.Get(kind, options);

    internal void Add(Controller controller, bool needsLeaderElection)
    {
        if (!_controllers.TryAdd(controller.Name, controller))
        {
            throw new ArgumentException($"The manager has a controller named '{controller.Name}' already; names tell logs and metrics apart.");
        }

        AddRunnable(controller.RunAsync, needsLeaderElection);
    }

    private async Task LeadAsync(LeaderElector? elector)
    {
        try
        {
            if (elector is not null)
            {
                await elector.AcquireAsync(_stop.Token);
            }

            Health.Leads(true);
            _onLeader.Start();
            await (elector?.RenewAsync(_stop.Token) ?? Task.Delay(Timeout.Infinite, _stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (LeadershipLostException e)
        {
            Fail(e);
        }

        Health.Leads(false);
    }

    private async Task StopAsync(TimeSpan timeout)
    {
        var running = Task.WhenAll(_onLeader.WaitAsync(), _everywhere.WaitAsync());
        try
        {
            await running.WaitAsync(timeout, _options.TimeProvider);
        }
        catch (TimeoutException)
        {
            NotStopped(_logger, timeout);
        }
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

    [LoggerMessage(61, LogLevel.Warning, "Controllers or runnables were still busy {Timeout} after the stop; leaving them behind")]
    private static partial void NotStopped(ILogger logger, TimeSpan timeout);
}
