using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Cli.Deploying;

/// <summary>Waits until Deployments run what was applied.</summary>
internal sealed class Rollout(IKubernetesClient client, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits for all Deployments among the objects. Throws <see cref="CommandException"/> with what their pods say when they are not ready in time.</summary>
    public async Task WaitAsync(IEnumerable<JsonObject> objects, TimeSpan timeout, CancellationToken cancellationToken)
    {
        foreach (var deployment in objects.Where(one => one["kind"]?.ToString() == "Deployment"))
        {
            var (home, name) = (deployment["metadata"]!["namespace"]?.ToString() ?? client.DefaultNamespace, deployment["metadata"]!["name"]!.ToString());
            await WaitAsync(home, name, timeout, cancellationToken);
        }
    }

    private async Task WaitAsync(string home, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var last = "";
        while (true)
        {
            var found = await client.Resource(ResourceKinds.Deployment).GetAsync(home, name, cancellationToken);
            var wanted = found.Spec.Replicas ?? 1;
            var (updated, available) = (found.Status?.UpdatedReplicas ?? 0, found.Status?.AvailableReplicas ?? 0);
            var isSeen = found.Status?.ObservedGeneration >= found.Metadata.Generation;
            var line = string.Create(CultureInfo.InvariantCulture, $"  waiting  deployments.apps/{name} in {home}: {available} of {wanted} available");
            if (isSeen && updated >= wanted && available >= wanted && (found.Status?.Replicas ?? 0) == updated)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  ready    deployments.apps/{name} in {home}: {available} of {wanted} available"));
                return;
            }

            if (line != last)
            {
                await output.WriteLineAsync(line);
                last = line;
            }

            if (time.GetElapsedTime(start) > timeout)
            {
                throw new CommandException(
                    $"deployments.apps/{name} in {home} is not ready after {timeout.TotalSeconds:0} s.\n{await PodsAsync(found, cancellationToken)}\n  remedy: kubectl -n {home} describe pods; wait longer with --timeout");
            }

            await Task.Delay(_poll, time, cancellationToken);
        }
    }

    private async Task<string> PodsAsync(V1Deployment deployment, CancellationToken cancellationToken)
    {
        var selector = string.Join(',', deployment.Spec.Selector.MatchLabels?.Select(label => $"{label.Key}={label.Value}") ?? []);
        var pods = await client.Resource(ResourceKinds.Pod).ListAsync(deployment.Metadata.NamespaceProperty, new ListOptions { LabelSelector = selector }, cancellationToken);
        return pods.Items.Count == 0 ? "  it has no pods" : string.Join('\n', pods.Items.Select(Describe));
    }

    private static string Describe(V1Pod pod)
    {
        var states = pod.Status?.ContainerStatuses?.Select(container =>
            container.State?.Waiting is { } waiting ? $"{container.Name} waits: {waiting.Reason} {waiting.Message}"
            : container.State?.Terminated is { } ended ? $"{container.Name} ended with code {ended.ExitCode}: {ended.Reason} {ended.Message}"
            : container.LastState?.Terminated is { } before ? $"{container.Name} restarted {container.RestartCount} times, last with code {before.ExitCode} {before.Message}"
            : container.Ready ? $"{container.Name} is ready" : $"{container.Name} runs and is not ready") ?? [];
        var conditions = pod.Status?.Conditions?.Where(condition => condition is { Status: "False", Message.Length: > 0 }).Select(condition => condition.Message) ?? [];
        return $"  pod {pod.Metadata.Name}: {string.Join("; ", states.Concat(conditions))}";
    }
}
