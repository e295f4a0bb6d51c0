using System.Globalization;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Clusters;

/// <summary>Whether a local cluster runs, and how it does.</summary>
/// <param name="Directory">Its data folder.</param>
/// <param name="State">What its process wrote down; null when it does not run.</param>
internal sealed record ClusterStatus(DataDirectory Directory, ClusterState? State)
{
    /// <summary>Nodes that are ready, of all; null before the cluster is ready.</summary>
    public (int Ready, int Total)? Nodes { get; init; }

    /// <summary>Pods that run, of all; null before the cluster is ready.</summary>
    public (int Running, int Total)? Pods { get; init; }

    private string Phase => State is null ? "stopped" : State.IsReady ? "running" : "starting";

    /// <summary>Looks at the process, and asks its server when it is ready.</summary>
    public static async Task<ClusterStatus> ReadAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        var status = new ClusterStatus(directory, ClusterState.Read(directory) is { IsRunning: true } state ? state : null);
        if (status.State is not { IsReady: true } ready)
        {
            return status;
        }

        await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(ready.Kubeconfig));
        var nodes = (await client.Resource(ResourceKinds.Node).ListAsync(null, null, cancellationToken)).Items;
        var pods = (await client.Resource(ResourceKinds.Pod).ListAsync(null, null, cancellationToken)).Items;
        return status with
        {
            Nodes = (nodes.Count(node => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true), nodes.Count),
            Pods = (pods.Count(pod => pod.Status?.Phase == "Running"), pods.Count),
        };
    }

    /// <summary>For people.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return $"{Phase,-10}  {Directory.Root}";
        if (State is null)
        {
            yield return $"start it    operon up --data {Directory.Root}";
            yield break;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"process     {State.ProcessId}");
        yield return string.Create(CultureInfo.InvariantCulture, $"server      https://127.0.0.1:{State.Port}");
        yield return $"kubeconfig  {State.Kubeconfig}";
        yield return $"log         {Directory.Log}";
        if (Nodes is var (ready, nodes) && Pods is var (running, pods))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"nodes       {ready} of {nodes} ready");
            yield return string.Create(CultureInfo.InvariantCulture, $"pods        {running} of {pods} running");
        }
    }

    /// <summary>For programs; docs/sdk/cli.md says what it holds.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["phase"] = Phase, ["data"] = Directory.Root };
        if (State is not null)
        {
            json["process"] = State.ProcessId;
            json["server"] = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{State.Port}");
            json["kubeconfig"] = State.Kubeconfig;
            json["log"] = Directory.Log;
        }

        if (Nodes is var (ready, nodes) && Pods is var (running, pods))
        {
            json["nodes"] = new JsonObject { ["ready"] = ready, ["total"] = nodes };
            json["pods"] = new JsonObject { ["running"] = running, ["total"] = pods };
        }

        return json;
    }
}
