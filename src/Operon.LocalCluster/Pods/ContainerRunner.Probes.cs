using k8s.Models;
using Operon.LocalCluster.Probes;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Pods;

internal sealed partial class ContainerRunner
{
    // postStart, then the startup probe, then readiness and liveness side by side until the process ends.
    private async Task ProbeAsync(V1Container definition, SandboxProcess process, CancellationToken cancellationToken)
    {
        try
        {
            if (definition.Lifecycle?.PostStart is { } hook && !await PostStartAsync(hook, process, cancellationToken))
            {
                return;
            }

            if (definition.StartupProbe is { } startup && !await StartupAsync(startup, process, cancellationToken))
            {
                return;
            }

            Set(snapshot => snapshot with { Started = true, Ready = definition.ReadinessProbe is null });
            _started.TrySetResult();
            await Task.WhenAll(
                definition.ReadinessProbe is { } readiness ? ReadinessAsync(readiness, process, cancellationToken) : Task.CompletedTask,
                definition.LivenessProbe is { } liveness ? LivenessAsync(liveness, process, cancellationToken) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> PostStartAsync(V1LifecycleHandler hook, SandboxProcess process, CancellationToken cancellationToken)
    {
        var result = await LifecycleHooks.RunAsync(hook, Target(process), _context.Services, TimeSpan.FromMinutes(10), cancellationToken);
        if (result.Succeeded)
        {
            return true;
        }

        _context.Services.Api.Warning(_context.Pod, "FailedPostStartHook", $"PostStartHook failed: {result.Message}");
        _ = StopForRestartAsync(process, Grace(null));
        return false;
    }

    private async Task<bool> StartupAsync(V1Probe probe, SandboxProcess process, CancellationToken cancellationToken)
    {
        var schedule = new ProbeSchedule(probe);
        await Task.Delay(schedule.InitialDelay, _context.Services.Time, cancellationToken);
        while (true)
        {
            var result = await CheckAsync("Startup", probe, process, cancellationToken);
            switch (schedule.Take(result.Succeeded))
            {
                case true:
                    return true;
                case false:
                    KillUnhealthy("startup", probe, process);
                    return false;
            }

            await Task.Delay(schedule.Period, _context.Services.Time, cancellationToken);
        }
    }

    private async Task ReadinessAsync(V1Probe probe, SandboxProcess process, CancellationToken cancellationToken)
    {
        var schedule = new ProbeSchedule(probe);
        await Task.Delay(schedule.InitialDelay, _context.Services.Time, cancellationToken);
        while (true)
        {
            var result = await CheckAsync("Readiness", probe, process, cancellationToken);
            if (schedule.Take(result.Succeeded) is { } isReady && isReady != Snapshot.Ready)
            {
                Set(snapshot => snapshot with { Ready = isReady });
            }

            await Task.Delay(schedule.Period, _context.Services.Time, cancellationToken);
        }
    }

    private async Task LivenessAsync(V1Probe probe, SandboxProcess process, CancellationToken cancellationToken)
    {
        var schedule = new ProbeSchedule(probe);
        await Task.Delay(schedule.InitialDelay, _context.Services.Time, cancellationToken);
        while (true)
        {
            var result = await CheckAsync("Liveness", probe, process, cancellationToken);
            if (schedule.Take(result.Succeeded) == false)
            {
                KillUnhealthy("liveness", probe, process);
                return;
            }

            await Task.Delay(schedule.Period, _context.Services.Time, cancellationToken);
        }
    }

    private async Task<ProbeResult> CheckAsync(string kind, V1Probe probe, SandboxProcess process, CancellationToken cancellationToken)
    {
        var result = await _context.Services.Prober.ProbeAsync(probe, Target(process), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (!result.Succeeded)
        {
            _context.Services.Api.Warning(_context.Pod, "Unhealthy", $"{kind} probe failed: {result.Message}");
        }

        return result;
    }

    private void KillUnhealthy(string kind, V1Probe probe, SandboxProcess process)
    {
        _context.Services.Api.Normal(_context.Pod, "Killing", $"Container {Name} failed {kind} probe, will be restarted");
        _ = StopForRestartAsync(process, Grace(probe));
    }
}
