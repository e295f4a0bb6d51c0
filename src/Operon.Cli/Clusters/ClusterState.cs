using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Cli.Clusters;

/// <summary>What a running cluster writes down for the commands that look for it.</summary>
/// <param name="ProcessId">The cluster's process.</param>
/// <param name="ProcessStart">Start time in clock ticks since boot: tells a live process from one that took over its number.</param>
/// <param name="Port">Port of the API server on 127.0.0.1; the next start asks for the same.</param>
/// <param name="Nodes">Number of virtual nodes.</param>
/// <param name="Kubeconfig">The kubeconfig file that was written.</param>
/// <param name="IsReady">Whether the cluster has finished its start.</param>
/// <param name="Error">Why the start failed; null when it did not.</param>
internal sealed record ClusterState(int ProcessId, long ProcessStart, int Port, int Nodes, string Kubeconfig, bool IsReady, string? Error = null)
{
    /// <summary>Whether the process that wrote this is still alive.</summary>
    [JsonIgnore]
    public bool IsRunning => ProcessId != 0 && ProcessClock.StartOf(ProcessId) == ProcessStart;

    public static ClusterState? Read(DataDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(directory.State), ClusterStateJson.Default.ClusterState);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Write(DataDirectory directory)
    {
        var temporary = directory.State + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, ClusterStateJson.Default.ClusterState));
        File.Move(temporary, directory.State, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ClusterState))]
internal sealed partial class ClusterStateJson : JsonSerializerContext;
