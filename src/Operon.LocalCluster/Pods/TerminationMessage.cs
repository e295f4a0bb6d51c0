using System.Text;
using k8s.Models;
using Operon.LocalCluster.Logs;

namespace Operon.LocalCluster.Pods;

/// <summary>The last words of a container: its termination message file, or the end of its log when the policy asks for that.</summary>
internal static class TerminationMessage
{
    public const string DefaultPath = "/dev/termination-log";

    private const int LargestMessage = 4096;
    private const int LargestLog = 2048;
    private const int LogLines = 80;

    public static string? Read(PodDirectories directories, V1Container container, int exitCode, string logPath)
    {
        var path = directories.TerminationMessage(container.Name);
        var text = File.Exists(path) ? Limit(File.ReadAllBytes(path), LargestMessage) : "";
        if (text.Length == 0 && exitCode != 0 && container.TerminationMessagePolicy == "FallbackToLogsOnError" && File.Exists(logPath))
        {
            var lines = File.ReadAllLines(logPath).Select(line => LogEntry.Parse(Encoding.UTF8.GetBytes(line))).OfType<LogEntry>();
            var log = lines.TakeLast(LogLines).SelectMany(entry => entry.Render(withTimestamp: false, isContinuation: false)).ToArray();
            text = Encoding.UTF8.GetString(log.AsSpan(Math.Max(0, log.Length - LargestLog)));
        }

        return text.Length == 0 ? null : text;
    }

    private static string Limit(byte[] content, int largest) => Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(content.Length, largest)));
}
