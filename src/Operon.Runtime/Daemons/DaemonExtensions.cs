using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Daemons and timers: one task per object, on the leader.</summary>
public static class DaemonExtensions
{
    // Starting and stopping is quick; a few at a time hide the latency of finalizer writes.
    private const int Workers = 4;

    /// <summary>
    /// Runs <paramref name="body"/> once for each object: from its creation, or from the start of this process, until it is deleted or no longer
    /// matches. Then the token is cancelled and the body has <see cref="DaemonOptions{T}.StopGrace"/> to return. There are never two at once for one
    /// object. A failure restarts it with back-off, a <see cref="TerminalException"/> only after the next change of spec, labels or annotations;
    /// returning ends it until the next process.
    /// <code>
    /// manager.Daemon("tail", ResourceKinds.Pod, async (daemon, stop) =>
    /// {
    ///     await foreach (var pod in daemon.ChangesAsync(stop)) { ... }
    /// });
    /// </code>
    /// </summary>
    public static void Daemon<T>(
        this ControllerManager manager, string name, ResourceKind<T> kind, Func<DaemonContext<T>, CancellationToken, Task> body, DaemonOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Add(manager, name, kind, context => async stop =>
        {
            await body(context, stop);
            return ReconcileResult.Done;
        }, options);

    /// <summary>The same, for a body that may ask to be called again later with <see cref="ReconcileResult.After"/>.</summary>
    public static void Daemon<T>(
        this ControllerManager manager,
        string name,
        ResourceKind<T> kind,
        Func<DaemonContext<T>, CancellationToken, Task<ReconcileResult>> body,
        DaemonOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Add(manager, name, kind, context => stop => body(context, stop), options);

    /// <summary>
    /// Calls <paramref name="handler"/> for each object by a schedule, never twice at once for one object. A failure is tried again with back-off, then
    /// the schedule goes on; a <see cref="TerminalException"/> ends the timer until the next change of spec, labels or annotations.
    /// <code>
    /// manager.Timer("backup", Database.Kind, TimerSchedule.Every(TimeSpan.FromHours(1)).WhenIdleFor(TimeSpan.FromMinutes(5)), BackupAsync);
    /// </code>
    /// </summary>
    public static void Timer<T>(
        this ControllerManager manager,
        string name,
        ResourceKind<T> kind,
        TimerSchedule schedule,
        Func<DaemonContext<T>, CancellationToken, Task> handler,
        DaemonOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Timer(manager, name, kind, schedule, async (context, stop) =>
        {
            await handler(context, stop);
            return ReconcileResult.Done;
        }, options);

    /// <summary>The same, for a handler that may set the time of its next call with <see cref="ReconcileResult.After"/>.</summary>
    public static void Timer<T>(
        this ControllerManager manager,
        string name,
        ResourceKind<T> kind,
        TimerSchedule schedule,
        Func<DaemonContext<T>, CancellationToken, Task<ReconcileResult>> handler,
        DaemonOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        schedule.Validate(name);
        Add(manager, name, kind, context => new TimerLoop<T>(context, schedule, handler, manager.TimeProvider).RunOnceAsync, options);
    }

    /// <summary>A typed state slot for each object of a kind, made at first use and dropped when the object is gone. Not persisted.</summary>
    public static Memos<T, TMemo> Memos<T, TMemo>(this ControllerManager manager, ResourceKind<T> kind, Func<T, TMemo> create, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TMemo : class => new(manager.Cache(kind, options), create);

    private static void Add<T>(
        ControllerManager manager,
        string name,
        ResourceKind<T> kind,
        Func<DaemonContext<T>, Func<CancellationToken, Task<ReconcileResult>>> body,
        DaemonOptions<T>? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new DaemonOptions<T>();
        var cache = manager.Cache(kind, options.Cache);
        var logger = manager.LoggerFactory.CreateLogger($"Operon.Daemon.{name}");
        var supervisor = new DaemonSupervisor<T>(name, cache, manager.Client, body, options, manager.TimeProvider, logger);
        var controller = manager.Controller(name, kind, options.Cache).WithConcurrency(Workers).Configure(all => all with { IsSharded = false }).ReconcileWith(supervisor);
        supervisor.Wake = key => controller.Enqueue(key);
        cache.Subscribe(supervisor.Observe);
        manager.AddRunnable(supervisor.RunAsync);
    }
}
