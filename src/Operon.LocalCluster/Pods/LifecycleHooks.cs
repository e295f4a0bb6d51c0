using k8s.Models;
using Operon.LocalCluster.Probes;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Pods;

/// <summary>Runs postStart and preStop hooks: exec, httpGet or sleep.</summary>
internal static class LifecycleHooks
{
    public static async Task<ProbeResult> RunAsync(
        V1LifecycleHandler hook, ProbeTarget target, PodServices services, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            if (hook.Exec is { } exec)
            {
                var result = await SandboxExec.RunAsync(target.Process, [.. exec.Command ?? []], limit, cancellationToken);
                return result.Succeeded ? ProbeResult.Success : ProbeResult.Failure($"exit code {result.ExitCode}: {(result.Output + result.Error).Trim()}");
            }

            if (hook.HttpGet is { } http)
            {
                return await services.Prober.HttpGetAsync(http, target, deadline.Token);
            }

            if (hook.Sleep is { } sleep)
            {
                // A container that ends by itself need not be waited for.
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), services.Time, deadline.Token), target.Process.Exit);
            }

            return ProbeResult.Success;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Failure("timed out");
        }
        catch (Exception error) when (error is TimeoutException or HttpRequestException or ArgumentException or IOException)
        {
            return ProbeResult.Failure(error.Message);
        }
    }
}
