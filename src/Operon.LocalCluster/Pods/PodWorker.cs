using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.LocalCluster.Volumes;

namespace Operon.LocalCluster.Pods;

/// <summary>Runs one incarnation of a pod from the moment it is bound to one of our nodes until it is gone from the API.</summary>
internal sealed partial class PodWorker : IAsyncDisposable
{
    private static readonly TimeSpan SetUpRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);
    private const int DefaultGraceSeconds = 30;

    private readonly PodContext _context;
    private readonly ILogger _logger;
    private readonly PodStatusWriter _status;
    private readonly List<ContainerRunner> _init = [];
    private readonly List<ContainerRunner> _main = [];
    private readonly Dictionary<ContainerRunner, Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _agentStopping;
    private readonly TaskCompletionSource _deletionAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTime _startTime;
    private volatile bool _isInitialized;
    private volatile bool _hasSandbox;
    private (string Phase, string? Reason, string? Message)? _forced;

    public PodWorker(PodServices services, V1Pod pod, CancellationToken agentStopping)
    {
        _context = new PodContext(services, pod);
        _logger = services.LoggerFactory.CreateLogger<PodWorker>();
        _startTime = pod.Status?.StartTime ?? _context.Now;
        _agentStopping = CancellationTokenSource.CreateLinkedTokenSource(agentStopping);
        _status = new PodStatusWriter(_context, Observe);
        CreateRunners(pod);
        _isInitialized = _init.Count == 0;
        Update(pod);
        Completion = Task.Run(RunAsync, CancellationToken.None);
    }

    public string Uid => _context.Pod.Metadata.Uid;

    /// <summary>The pod as last seen.</summary>
    public V1Pod Pod => _context.Pod;

    public PodContext Context => _context;

    /// <summary>Ends when nothing of the pod is left here.</summary>
    public Task Completion { get; }

    public bool IsRemoved => _removed.Task.IsCompleted;

    public IEnumerable<ContainerRunner> Runners => _init.Concat(_main);

    /// <summary>Takes the pod's latest state.</summary>
    public void Update(V1Pod pod)
    {
        _context.Pod = pod;
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            _deletionAsked.TrySetResult();
        }

        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []))
        {
            Runners.FirstOrDefault(runner => runner.Name == container.Name)?.Update(container);
        }
    }

    /// <summary>The pod is gone from the API: kills what still runs.</summary>
    public void Remove()
    {
        _deletionAsked.TrySetResult();
        _removed.TrySetResult();
        foreach (var runner in Runners)
        {
            runner.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Completion;
        foreach (var runner in Runners)
        {
            runner.Dispose();
        }

        _agentStopping.Dispose();
        _stop.Dispose();
    }

    private static bool IsTerminal(V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private async Task RunAsync()
    {
        var stopping = _agentStopping.Token;
        try
        {
            if (!IsTerminal(_context.Pod) && _context.Pod.Metadata.DeletionTimestamp is null)
            {
                await RunToTerminalAsync(stopping);
            }

            await _deletionAsked.Task.WaitAsync(stopping);
            await UntilDoneAsync(() => _context.Services.Api.ConfirmDeletionAsync(_context.Pod, stopping), stopping);
            await _removed.Task.WaitAsync(stopping);
            CleanUpFiles();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The cluster goes down: its pods go with it and come back with their data when it starts again.
            foreach (var runner in Runners)
            {
                runner.Kill();
            }
        }
        catch (Exception error)
        {
            // One pod's trouble must not end the agent of all the others.
            Log.WorkerFailed(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, error);
        }
    }

    private async Task RunToTerminalAsync(CancellationToken agentStopping)
    {
        using var statusStop = CancellationTokenSource.CreateLinkedTokenSource(agentStopping);
        var writing = _status.RunAsync(statusStop.Token);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(agentStopping, _stop.Token);
        var containers = RunContainersAsync(life.Token);
        var deadline = DeadlineAsync(life.Token);

        var first = await Task.WhenAny(containers, _deletionAsked.Task, deadline, Task.Delay(Timeout.Infinite, agentStopping));
        if (agentStopping.IsCancellationRequested)
        {
            await StopContainersAsync(LastGrace, CancellationToken.None);
        }

        agentStopping.ThrowIfCancellationRequested();
        if (first == deadline)
        {
            Volatile.Write(ref _hasDeadlinePassed, true);
        }

        await _stop.CancelAsync();
        await StopContainersAsync(GracePeriod(), agentStopping);
        await IgnoreCancellationAsync(containers);
        await IgnoreCancellationAsync(deadline);
        await Task.WhenAll(_running.Values);
        if (_hasDeadlinePassed)
        {
            _forced = ("Failed", "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        }
        else if (_deletionAsked.Task.IsCompleted && Runners.All(runner => runner.Snapshot.State.Running is null))
        {
            var hasFailed = _main.Any(runner => !runner.Snapshot.HasSucceeded);
            _forced = (hasFailed ? "Failed" : "Succeeded", null, null);
        }

        await statusStop.CancelAsync();
        await writing;
        await RemoveSandboxAsync(agentStopping);
        if (!_removed.Task.IsCompleted)
        {
            await UntilDoneAsync(() => _status.WriteAsync(agentStopping), agentStopping);
        }
    }

    private bool _hasDeadlinePassed;

    private async Task RunContainersAsync(CancellationToken cancellationToken)
    {
        await SetUpAsync(cancellationToken);
        foreach (var runner in _init)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var run = Start(runner);
            if (IsSidecar(runner))
            {
                await runner.Started.WaitAsync(cancellationToken);
                continue;
            }

            await run.WaitAsync(cancellationToken);
            if (!runner.Snapshot.HasSucceeded)
            {
                // With restart policy Never a failed init container fails the pod.
                return;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _isInitialized = true;
        _context.RaiseChanged();
        var refresh = RefreshVolumesAsync(cancellationToken);
        await Task.WhenAll(_main.Select(Start)).WaitAsync(cancellationToken);
    }

    private Task Start(ContainerRunner runner)
    {
        lock (_running)
        {
            return _running[runner] = _stop.IsCancellationRequested ? Task.CompletedTask : runner.RunAsync();
        }
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await PrepareSandboxAsync(cancellationToken);
                return;
            }
            catch (VolumeException error)
            {
                _context.Services.Api.Warning(_context.Pod, "FailedMount", error.Message);
            }
#pragma warning disable CA1031 // Whatever hinders the sandbox is reported and tried again, as kubelet does.
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _context.Services.Api.Warning(_context.Pod, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {error.Message}");
            }

            await Task.Delay(SetUpRetry, _context.Services.Time, cancellationToken);
        }
    }

    private async Task PrepareSandboxAsync(CancellationToken cancellationToken)
    {
        var pod = _context.Pod;
        var node = _context.Services.NodeAddress(pod.Spec.NodeName);
        if (pod.Spec.HostNetwork == true)
        {
            _context.Addresses = new PodAddresses(node, node);
        }
        else
        {
            _context.Network ??= await _context.Services.Network.AddPodAsync(Uid, cancellationToken);
            _context.Addresses = new PodAddresses(_context.Network.Address.ToString(), node);
        }

        PodEtcFiles.Write(_context.Directories.Etc, pod, _context.Addresses.Pod);
        await _context.Volumes.PrepareAsync(pod, _context.Addresses, cancellationToken);
        _hasSandbox = true;
        _context.RaiseChanged();
    }

    private async Task RefreshVolumesAsync(CancellationToken cancellationToken)
    {
        if (_context.Pod.Spec.Volumes?.Any(VolumeContent.IsFromApi) != true)
        {
            return;
        }

        try
        {
            while (true)
            {
                await Task.Delay(_context.Services.VolumeRefresh, _context.Services.Time, cancellationToken);
                try
                {
                    await _context.Volumes.RefreshAsync(_context.Pod, _context.Addresses, cancellationToken);
                }
                catch (Exception error) when (error is IOException or HttpRequestException or Operon.Kubernetes.KubernetesApiException)
                {
                    Log.RefreshFailed(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, error);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task StopContainersAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var start = _context.Services.Time.GetTimestamp();
        await Task.WhenAll(_main.Concat(_init.Where(runner => !IsSidecar(runner))).Select(runner => runner.StopAsync(grace, cancellationToken)));
        foreach (var sidecar in _init.Where(IsSidecar).Reverse())
        {
            var left = grace - _context.Services.Time.GetElapsedTime(start);
            await sidecar.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
    }

    private TimeSpan GracePeriod() =>
        TimeSpan.FromSeconds(_context.Pod.Metadata.DeletionGracePeriodSeconds ?? _context.Pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);

    private async Task DeadlineAsync(CancellationToken cancellationToken)
    {
        var left = _context.Pod.Spec.ActiveDeadlineSeconds is { } seconds
            ? _startTime.AddSeconds(seconds) - _context.Now
            : Timeout.InfiniteTimeSpan;
        await Task.Delay(left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : left, _context.Services.Time, cancellationToken);
    }

    private async Task RemoveSandboxAsync(CancellationToken cancellationToken)
    {
        _hasSandbox = false;
        await _context.Volumes.CleanUpAsync(cancellationToken);
        if (_context.Network is not null)
        {
            await _context.Services.Network.RemovePodAsync(Uid, releaseAddress: true, cancellationToken);
        }
    }

    private void CleanUpFiles()
    {
        foreach (var directory in (string[])[_context.Directories.Root, _context.Directories.Logs])
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private PodObservation Observe() => new()
    {
        InitContainers = [.. _init.Select(runner => runner.Snapshot)],
        Containers = [.. _main.Select(runner => runner.Snapshot)],
        IsInitialized = _isInitialized,
        HasSandbox = _hasSandbox,
        PodAddress = _context.Addresses.Pod.Length == 0 ? null : _context.Addresses.Pod,
        NodeAddress = _context.Addresses.Node,
        StartTime = _startTime,
        ForcedPhase = _forced?.Phase,
        Reason = _forced?.Reason,
        Message = _forced?.Message,
    };

    private void CreateRunners(V1Pod pod)
    {
        var rule = pod.Spec.RestartPolicy switch { "Never" => RestartRule.Never, "OnFailure" => RestartRule.OnFailure, _ => RestartRule.Always };
        var hasInit = pod.Spec.InitContainers is { Count: > 0 };
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            var own = container.RestartPolicy == "Always" ? RestartRule.Always : rule == RestartRule.Never ? RestartRule.Never : RestartRule.OnFailure;
            _init.Add(new ContainerRunner(_context, container, own, isInit: true, Before(pod.Status?.InitContainerStatuses, container), "PodInitializing"));
        }

        foreach (var container in pod.Spec.Containers)
        {
            _main.Add(new ContainerRunner(
                _context, container, rule, isInit: false, Before(pod.Status?.ContainerStatuses, container), hasInit ? "PodInitializing" : "ContainerCreating"));
        }
    }

    private bool IsSidecar(ContainerRunner runner) =>
        _context.Pod.Spec.InitContainers?.Any(container => container.Name == runner.Name && container.RestartPolicy == "Always") == true;

    private static V1ContainerStatus? Before(IList<V1ContainerStatus>? statuses, V1Container container) =>
        statuses?.FirstOrDefault(status => status.Name == container.Name);

    private async Task UntilDoneAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
#pragma warning disable CA1031 // The end of a pod has to reach the API, whatever stands in the way now.
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.WriteFailed(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, error);
                await Task.Delay(SetUpRetry, _context.Services.Time, cancellationToken);
            }
        }
    }

    private static async Task IgnoreCancellationAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Stopped on purpose.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2111, LogLevel.Error, "Pod {Namespace}/{Pod} can no longer be looked after")]
        public static partial void WorkerFailed(ILogger logger, string @namespace, string pod, Exception error);

        [LoggerMessage(2113, LogLevel.Warning, "The API server does not take the end of pod {Namespace}/{Pod}; trying again")]
        public static partial void WriteFailed(ILogger logger, string @namespace, string pod, Exception error);

        [LoggerMessage(2112, LogLevel.Warning, "Volumes of pod {Namespace}/{Pod} could not be refreshed")]
        public static partial void RefreshFailed(ILogger logger, string @namespace, string pod, Exception error);
    }
}
