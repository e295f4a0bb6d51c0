using Operon.Etcd.Api;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Reconciling;

/// <summary>Why a member pod does not run, for people.</summary>
internal static class PodProblem
{
    private const int LongestTail = 300;
    private static readonly string[] _telling = ["flag provided but not defined", "invalid value", "\"level\":\"fatal\"", "panic:"];

    public static string? Of(EtcdPod pod)
    {
        if (pod.Status?.Phase is "Failed" or "Succeeded")
        {
            return $"pod has ended ({pod.Status.Phase})";
        }

        var placed = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        if (placed is { Status: "False" })
        {
            return $"pod is not scheduled: {placed.Message}";
        }

        var container = PodReading.Container(pod);
        var waiting = container?.State?.Waiting ?? pod.Status?.InitContainerStatuses?.Select(init => init.State?.Waiting).FirstOrDefault(state => state is not null);
        var end = container?.State?.Running is null ? container?.State?.Terminated ?? container?.LastState?.Terminated : null;
        var problem = waiting is { Reason: { Length: > 0 } reason } and not { Reason: "ContainerCreating" or "PodInitializing" }
            ? $"container waits: {reason}{(string.IsNullOrEmpty(waiting.Message) ? "" : $": {waiting.Message}")}"
            : null;
        return string.Join("; ", new[] { problem, end is null ? null : Ending(end) }.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    private static string Ending(EtcdContainerEnd end)
    {
        var text = $"it ended with exit code {end.ExitCode}{(end.Reason == "OOMKilled" ? " for lack of memory" : "")}";
        return string.IsNullOrWhiteSpace(end.Message) ? text : $"{text}, saying: {Tail(end.Message)}";
    }

    // A program that gives up says why in its last lines; one that was asked for an unknown flag goes on to print its usage.
    private static string Tail(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.FirstOrDefault(text => _telling.Any(word => text.Contains(word, StringComparison.Ordinal))) ?? lines.LastOrDefault() ?? "";
        return line.Length <= LongestTail ? line : line[..LongestTail];
    }
}
