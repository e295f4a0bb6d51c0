using System.Text.Json;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>Starts pods of tasks and reads what they leave. A pod's name says which run it is, so that another process finds it again.</summary>
internal sealed class TaskPods(IKubernetesClient client, TimeProvider time)
{
    private static readonly TimeSpan _startMargin = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Null while the pod has not ended. Starts it when there is none. Ends a pod that does not start or end in time.
    /// </summary>
    public async Task<TaskResult?> StepAsync(V1Pod wanted, TimeSpan limit, CancellationToken cancellationToken)
    {
        var pods = client.Resource(ResourceKinds.Pod);
        var pod = await pods.FindAsync(wanted.Metadata.NamespaceProperty, wanted.Metadata.Name, cancellationToken);
        if (pod is null)
        {
            try
            {
                await pods.CreateAsync(wanted, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsAlreadyExists)
            {
                // Seen in the next look.
            }

            return null;
        }

        var ended = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == TaskPod.ContainerName)?.State?.Terminated;
        if (ended?.Message is { Length: > 0 } message && Parse(message) is { } result)
        {
            return result;
        }

        if (ended is not null || pod.Status?.Phase is "Failed" or "Succeeded")
        {
            return new TaskResult { Error = $"pod {pod.Metadata.Name} ended without a result: {Explain(pod, ended)}", IsTransient = true };
        }

        if (FailedStep(pod) is { } failed)
        {
            return failed;
        }

        return pod.Metadata.CreationTimestamp is { } created && time.GetUtcNow().UtcDateTime - created > limit + _startMargin
            ? new TaskResult { Error = $"pod {pod.Metadata.Name} did not end in time: {Waiting(pod)}", IsTransient = true }
            : null;
    }

    public async Task DeleteAsync(string namespaceName, string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource(ResourceKinds.Pod).DeleteAsync(namespaceName, name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 1 });
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // Gone is gone.
        }
    }

    // An init container that failed ends a pod that restarts nothing.
    private static TaskResult? FailedStep(V1Pod pod)
    {
        var failed = pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.State?.Terminated is { ExitCode: not 0 });
        if (failed is null)
        {
            return null;
        }

        return Parse(failed.State.Terminated.Message ?? "") is { Error: not null } result
            ? result
            : new TaskResult { Error = $"container {failed.Name} failed: {failed.State.Terminated.Message ?? failed.State.Terminated.Reason}", IsTransient = true };
    }

    private static TaskResult? Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, TaskJson.Default.TaskResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Explain(V1Pod pod, V1ContainerStateTerminated? ended) =>
        ended is null ? pod.Status?.Message ?? pod.Status?.Reason ?? "no reason is given" : $"exit code {ended.ExitCode}, {ended.Message ?? ended.Reason}";

    private static string Waiting(V1Pod pod)
    {
        var waiting = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).FirstOrDefault(status => status.State?.Waiting is not null);
        var condition = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Status == "False" && !string.IsNullOrEmpty(condition.Message));
        return condition?.Message ?? waiting?.State.Waiting.Message ?? waiting?.State.Waiting.Reason ?? pod.Status?.Phase ?? "unknown";
    }
}
