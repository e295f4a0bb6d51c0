using Operon.Kubernetes;
using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Logs;

/// <summary>Finds and opens the logs of containers that run here.</summary>
internal sealed class PodLogs(PodTable pods, PodServices services)
{
    /// <summary>
    /// Opens a container's log. A null container means the only one of the pod. Throws <see cref="LogRequestException"/> with a message for the client
    /// when there is no such container or nothing to read yet.
    /// </summary>
    public Stream Open(string namespaceName, string podName, string? containerName, LogQuery query)
    {
        var worker = pods.Find(new ObjectKey(namespaceName, podName))
            ?? throw new LogRequestException($"pod \"{podName}\" does not run on a node yet");
        var pod = worker.Pod;
        containerName ??= pod.Metadata.Annotations is { } annotations && annotations.TryGetValue("kubectl.kubernetes.io/default-container", out var preferred)
            ? preferred
            : pod.Spec.Containers is [var only] ? only.Name
            : throw new LogRequestException(
                $"a container name must be specified for pod {podName}, choose one of: [{string.Join(' ', pod.Spec.Containers.Select(container => container.Name))}]");
        var runner = worker.Runners.FirstOrDefault(candidate => candidate.Name == containerName)
            ?? throw new LogRequestException($"container {containerName} is not valid for pod {podName}");
        var snapshot = runner.Snapshot;
        var run = query.Previous ? PreviousRun(worker, containerName, snapshot) : snapshot.RestartCount;
        var path = worker.Context.Directories.Log(containerName, run);
        if (!File.Exists(path) && !query.Previous && snapshot.LastState?.Terminated is not null && File.Exists(worker.Context.Directories.Log(containerName, run - 1)))
        {
            // Between two runs the last one is the present one.
            path = worker.Context.Directories.Log(containerName, --run);
        }

        if (!File.Exists(path))
        {
            throw new LogRequestException(query.Previous
                ? $"previous terminated container \"{containerName}\" in pod \"{podName}\" not found"
                : $"container \"{containerName}\" in pod \"{podName}\" is waiting to start: {snapshot.State.Waiting?.Reason ?? "ContainerCreating"}");
        }

        return LogReader.Open(path, query, () => HasEnded(worker, runner, run), services.Time);
    }

    private static int PreviousRun(PodWorker worker, string containerName, ContainerSnapshot snapshot) =>
        File.Exists(worker.Context.Directories.Log(containerName, snapshot.RestartCount)) && snapshot.State.Waiting is not null
            ? snapshot.RestartCount
            : snapshot.RestartCount - 1;

    private static bool HasEnded(PodWorker worker, ContainerRunner runner, int run) =>
        worker.Completion.IsCompleted || runner.Snapshot.RestartCount != run || (runner.Process is null && runner.Snapshot.State.Running is null);
}
