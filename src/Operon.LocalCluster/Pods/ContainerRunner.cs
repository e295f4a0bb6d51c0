using System.Security.Cryptography;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Logs;
using Operon.LocalCluster.Probes;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Pods;

/// <summary>Runs one container of a pod from its first start to its last end: image, environment, process, hooks, probes, restarts.</summary>
internal sealed partial class ContainerRunner : IDisposable
{
    private static readonly TimeSpan ConfigurationRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    private readonly PodContext _context;
    private readonly ILogger _logger;
    private readonly RestartRule _rule;
    private readonly bool _isInit;
    private readonly RestartBackoff _restartBackoff;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private ContainerSnapshot _snapshot;
    private SandboxProcess? _process;
    private V1Container _definition;
    private TaskCompletionSource _definitionChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRestartAsked;
    private bool _isStopping;

    public ContainerRunner(PodContext context, V1Container definition, RestartRule rule, bool isInit, V1ContainerStatus? before, string waitingReason)
    {
        _context = context;
        _definition = definition;
        _rule = rule;
        _isInit = isInit;
        _logger = context.Services.LoggerFactory.CreateLogger<ContainerRunner>();
        _restartBackoff = new RestartBackoff(context.Services.InitialBackoff, context.Services.LongestBackoff);
        _snapshot = Resume(definition, before, waitingReason);
    }

    public string Name => _definition.Name;

    public ContainerSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>The running process, for exec; null when none runs.</summary>
    public SandboxProcess? Process => Volatile.Read(ref _process);

    /// <summary>Ends when the container has started (with its startup probe passed) for the first time, or will never.</summary>
    public Task Started => _started.Task;

    /// <summary>Runs until the restart rule says that it is over or the container is stopped.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (!_isStopping && await RunOnceOrReportAsync(_stopping.Token))
            {
            }
        }
        catch (OperationCanceledException) when (_isStopping)
        {
        }
        finally
        {
            _started.TrySetResult();
        }
    }

    /// <summary>Takes a changed definition: another image restarts the container, as kubelet does.</summary>
    public void Update(V1Container definition)
    {
        var hasNewImage = definition.Image != _definition.Image;
        _definition = definition;
        if (hasNewImage)
        {
            Interlocked.Exchange(ref _definitionChanged, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        if (hasNewImage && Process is { } process)
        {
            Volatile.Write(ref _isRestartAsked, true);
            _context.Services.Api.Normal(_context.Pod, "Killing", $"Container {Name} definition changed, will be restarted");
            _ = StopForRestartAsync(process, Grace(null));
        }
    }

    /// <summary>Stops for good: preStop hook, stop signal, grace period, kill.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _isStopping = true;
        await _stopping.CancelAsync();
        if (Process is { } process)
        {
            _context.Services.Api.Normal(_context.Pod, "Killing", $"Stopping container {Name}");
            await StopProcessAsync(process, grace, cancellationToken);
        }
    }

    /// <summary>Kills at once.</summary>
    public void Kill()
    {
        _isStopping = true;
        _stopping.Cancel();
        Process?.Kill();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task<bool> RunOnceOrReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(cancellationToken);
        }
#pragma warning disable CA1031 // One container's trouble must neither end its pod nor go unnoticed.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.RunFailed(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, Name, error);
            _context.Services.Api.Warning(_context.Pod, "Failed", $"Error: {error.Message}");
            Process?.Kill();
            Set(snapshot => snapshot with { State = Waiting("RunContainerError", error.Message), Ready = false });
            await Task.Delay(_context.Services.InitialBackoff, _context.Services.Time, cancellationToken);
            return true;
        }
    }

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var services = _context.Services;
        var (definition, image) = await PullAsync(cancellationToken);
        var spec = await ConfigureAsync(definition, image, cancellationToken);
        services.Api.Normal(_context.Pod, "Pulled", $"Container image \"{definition.Image}\" already present on machine");

        var restartCount = Snapshot.RestartCount;
        using var log = new ContainerLogFile(_context.Directories.Log(Name, restartCount), services.Time);
        var containerId = "operon://" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        SandboxProcess process;
        try
        {
            process = await SandboxProcess.StartAsync(spec, log);
        }
        catch (Exception error) when (error is IOException or System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            services.Api.Warning(_context.Pod, "Failed", $"Error: {error.Message}");
            Set(snapshot => snapshot with { State = Waiting("RunContainerError", error.Message) });
            await Task.Delay(services.InitialBackoff, services.Time, cancellationToken);
            return true;
        }

        var startedAt = _context.Now;
        _process = process;
        services.Api.Normal(_context.Pod, "Created", $"Created container: {Name}");
        services.Api.Normal(_context.Pod, "Started", $"Started container {Name}");
        Set(snapshot => snapshot with
        {
            State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = startedAt } },
            Image = definition.Image,
            ImageId = image.Id,
            ContainerId = containerId,
            Started = false,
            Ready = false,
        });
        if (_isStopping)
        {
            process.Kill();
        }

        using (var probing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var probes = ProbeAsync(definition, process, probing.Token);
            var exitCode = await process.Exit;
            await probing.CancelAsync();
            await probes;
            _process = null;
            Finish(definition, exitCode, startedAt, containerId);
        }

        return await DecideRestartAsync(startedAt, cancellationToken);
    }

    private async Task<bool> DecideRestartAsync(DateTime startedAt, CancellationToken cancellationToken)
    {
        var ended = Snapshot.State.Terminated!;
        var wasAsked = Interlocked.Exchange(ref _isRestartAsked, false);
        if (_isStopping || (!wasAsked && !Restarts(_rule, ended.ExitCode)))
        {
            return false;
        }

        var wait = wasAsked ? TimeSpan.Zero : _restartBackoff.After(_context.Now - startedAt);
        Set(snapshot => snapshot with { LastState = snapshot.State });
        if (wait > TimeSpan.Zero)
        {
            var pod = _context.Pod;
            var message = $"back-off {Duration(wait)} restarting failed container={Name} pod={pod.Metadata.Name}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})";
            _context.Services.Api.Warning(pod, "BackOff", $"Back-off restarting failed container {Name} in pod {pod.Metadata.Name}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})");
            Set(snapshot => snapshot with { State = Waiting("CrashLoopBackOff", message) });
            await WaitAsync(wait, cancellationToken);
        }

        Set(snapshot => snapshot with { RestartCount = snapshot.RestartCount + 1 });
        return true;
    }

    // A new definition may be the mend that a waiting container needs: it ends the wait.
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(wait, _context.Services.Time, delay.Token), Volatile.Read(ref _definitionChanged).Task);
        await delay.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<(V1Container Definition, LocalImage Image)> PullAsync(CancellationToken cancellationToken)
    {
        var services = _context.Services;
        var backoff = services.InitialBackoff;
        while (true)
        {
            var definition = _definition;
            try
            {
                var image = await services.Images.ResolveAsync(definition.Image, cancellationToken);
                if (image.Substitution is { } substitution)
                {
                    services.Api.Warning(_context.Pod, "ImageVersionSubstituted", substitution);
                    services.OnNotice?.Invoke(substitution);
                }

                return (definition, image);
            }
            catch (ImagePullException error)
            {
                services.Api.Warning(_context.Pod, "Failed", error.Message);
                services.Api.Warning(_context.Pod, "Failed", "Error: ErrImagePull");
                Set(snapshot => snapshot with { State = Waiting("ErrImagePull", error.Message) });
                await Task.Delay(TimeSpan.FromSeconds(1), services.Time, cancellationToken);
                services.Api.Normal(_context.Pod, "BackOff", $"Back-off pulling image \"{definition.Image}\"");
                Set(snapshot => snapshot with { State = Waiting("ImagePullBackOff", $"Back-off pulling image \"{definition.Image}\": ErrImagePull: {error.Message}") });
                await WaitAsync(backoff, cancellationToken);
                backoff = backoff * 2 < services.LongestBackoff ? backoff * 2 : services.LongestBackoff;
            }
        }
    }

    private async Task<SandboxSpec> ConfigureAsync(V1Container definition, LocalImage image, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ContainerSpec.BuildAsync(_context, definition, image, cancellationToken);
            }
            catch (Exception error) when (error is ContainerConfigException or Operon.Kubernetes.KubernetesApiException or HttpRequestException)
            {
                _context.Services.Api.Warning(_context.Pod, "Failed", $"Error: {error.Message}");
                Set(snapshot => snapshot with { State = Waiting("CreateContainerConfigError", error.Message) });
                await Task.Delay(ConfigurationRetry, _context.Services.Time, cancellationToken);
            }
        }
    }

    private void Finish(V1Container definition, int exitCode, DateTime startedAt, string containerId)
    {
        var message = TerminationMessage.Read(_context.Directories, definition, exitCode, _context.Directories.Log(Name, Snapshot.RestartCount));
        Set(snapshot => snapshot with
        {
            State = new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = exitCode,
                    Reason = exitCode == 0 ? "Completed" : "Error",
                    Message = message,
                    StartedAt = startedAt,
                    FinishedAt = _context.Now,
                    ContainerID = containerId,
                },
            },
            Ready = _isInit && _rule != RestartRule.Always && exitCode == 0,
            Started = false,
        });
        Log.Ended(_logger, _context.Pod.Metadata.NamespaceProperty, _context.Pod.Metadata.Name, Name, exitCode);
    }

    private async Task StopForRestartAsync(SandboxProcess process, TimeSpan grace)
    {
        try
        {
            await StopProcessAsync(process, grace, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            Log.StopFailed(_logger, Name, error);
            process.Kill();
        }
    }

    private async Task StopProcessAsync(SandboxProcess process, TimeSpan grace, CancellationToken cancellationToken)
    {
        var start = _context.Services.Time.GetTimestamp();
        if (_definition.Lifecycle?.PreStop is { } hook && grace > TimeSpan.Zero)
        {
            var result = await LifecycleHooks.RunAsync(hook, Target(process), _context.Services, grace, cancellationToken);
            if (!result.Succeeded)
            {
                _context.Services.Api.Warning(_context.Pod, "FailedPreStopHook", $"PreStopHook failed: {result.Message}");
            }
        }

        // kubelet gives two more seconds when the hook has used up the whole grace period.
        var left = grace - _context.Services.Time.GetElapsedTime(start);
        left = grace > TimeSpan.Zero && left < TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(Math.Min(2, grace.TotalSeconds)) : left;
        await process.StopAsync(Signals.Parse(_definition.Lifecycle?.StopSignal), left, _context.Services.Time, cancellationToken);
    }

    private ProbeTarget Target(SandboxProcess process) => new(_context.Addresses.Pod, _definition, process);

    private TimeSpan Grace(V1Probe? probe) =>
        probe?.TerminationGracePeriodSeconds is { } own ? TimeSpan.FromSeconds(own)
        : _context.Pod.Spec.TerminationGracePeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds)
        : DefaultGrace;

    private void Set(Func<ContainerSnapshot, ContainerSnapshot> change)
    {
        lock (_lock)
        {
            Volatile.Write(ref _snapshot, change(_snapshot));
        }

        _context.RaiseChanged();
    }

    private static bool Restarts(RestartRule rule, int exitCode) =>
        rule == RestartRule.Always || (rule == RestartRule.OnFailure && exitCode != 0);

    private static V1ContainerState Waiting(string reason, string? message = null) =>
        new() { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } };

    private static string Duration(TimeSpan wait) =>
        wait < TimeSpan.FromMinutes(1) ? $"{wait.TotalSeconds:0}s" : $"{(int)wait.TotalMinutes}m{wait.Seconds}s";

    // A container that ran under an earlier cluster process died with it.
    private static ContainerSnapshot Resume(V1Container definition, V1ContainerStatus? before, string waitingReason)
    {
        var fresh = new ContainerSnapshot { Name = definition.Name, State = Waiting(waitingReason), Image = definition.Image };
        var ended = before?.State?.Terminated ?? (before?.State?.Running is { } running
            ? new V1ContainerStateTerminated
            {
                ExitCode = 255,
                Reason = "Unknown",
                StartedAt = running.StartedAt,
                FinishedAt = running.StartedAt,
                ContainerID = before.ContainerID,
            }
            : null);
        if (ended is null)
        {
            return before is null ? fresh : fresh with { RestartCount = before.RestartCount, LastState = before.LastState };
        }

        return fresh with { RestartCount = before!.RestartCount + 1, LastState = new V1ContainerState { Terminated = ended } };
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Debug, "Container {Container} of pod {Namespace}/{Pod} ended with exit code {ExitCode}")]
        public static partial void Ended(ILogger logger, string @namespace, string pod, string container, int exitCode);

        [LoggerMessage(2103, LogLevel.Error, "Container {Container} of pod {Namespace}/{Pod} could not be run; trying again")]
        public static partial void RunFailed(ILogger logger, string @namespace, string pod, string container, Exception error);

        [LoggerMessage(2102, LogLevel.Warning, "Container {Container} could not be stopped gracefully and is killed")]
        public static partial void StopFailed(ILogger logger, string container, Exception error);
    }
}
