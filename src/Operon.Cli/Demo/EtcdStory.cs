using System.Text.Json.Nodes;
using Grpc.Core;
using Operon.Kubernetes;

namespace Operon.Cli.Demo;

/// <summary>
/// The classic operator story, played with the API client and verified against etcd itself. Every step waits for what it claims; a
/// step that does not come true in time ends the demo with a <see cref="StoryException"/>.
/// </summary>
internal sealed class EtcdStory(IKubernetesClient client, EtcdView etcd, Narrator narrator)
{
    private const string Namespace = "default";
    private const string ClusterName = "example-etcd-cluster";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);
    private static readonly ResourceType _etcdCluster = new("etcd.database.coreos.com", "v1beta2", "EtcdCluster", "etcdclusters", IsNamespaced: true);

    private readonly ManifestApplier _applier = new(client);

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var telling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = new EventTeller(client, narrator).TellAsync(Namespace, telling.Token);
        try
        {
            await InstallOperatorAsync(cancellationToken);
            await CreateClusterAsync(cancellationToken);
            await KillLeaderAsync(cancellationToken);
            await ScaleAsync(5, cancellationToken);
            await ScaleAsync(3, cancellationToken);
            await VerifyDataAsync("after all of this", cancellationToken);
        }
        finally
        {
            await telling.CancelAsync();
            await events;
        }
    }

    private async Task InstallOperatorAsync(CancellationToken cancellationToken)
    {
        narrator.Step("Give the operator its rights", "examples/etcd/rbac/create_role.sh");
        foreach (var applied in await _applier.ApplyAsync(Manifests.Rbac(Namespace), Namespace, cancellationToken))
        {
            narrator.Note(applied);
        }

        narrator.Step("Start the operator", "kubectl apply -f examples/etcd/deployment.yaml");
        foreach (var applied in await _applier.ApplyAsync(Manifests.Deployment, Namespace, cancellationToken))
        {
            narrator.Note(applied);
        }

        await UntilAsync("waiting for the Deployment", async report =>
        {
            var deployment = await client.Resource(ResourceKinds.Deployment).GetAsync(Namespace, "etcd-operator", cancellationToken);
            report($"{deployment.Status?.AvailableReplicas ?? 0} of {deployment.Spec.Replicas} available");
            return deployment.Status?.AvailableReplicas == deployment.Spec.Replicas;
        }, cancellationToken);
        narrator.Verified("Deployment etcd-operator is available");

        var name = _etcdCluster.GroupResource;
        await UntilAsync("waiting for the CRD", async report =>
        {
            var definition = await client.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, name, cancellationToken);
            report(definition is null ? "not there yet" : "created by the operator");
            return definition?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) == true;
        }, cancellationToken);
        narrator.Verified($"the operator created CRD {name}; it is Established");
    }

    private async Task CreateClusterAsync(CancellationToken cancellationToken)
    {
        narrator.Step("Ask for an etcd cluster of three members", "kubectl apply -f examples/etcd/example-etcd-cluster.yaml");
        foreach (var applied in await _applier.ApplyAsync(Manifests.EtcdCluster, Namespace, cancellationToken))
        {
            narrator.Note(applied);
        }

        await UntilHealthyAsync(3, except: null, cancellationToken);
        var revision = await etcd.PutAsync("operon/demo", "written before the kill", cancellationToken);
        narrator.Verified($"put operon/demo through Service {etcd}: revision {revision}");
        await VerifyDataAsync("read back", cancellationToken);
    }

    private async Task KillLeaderAsync(CancellationToken cancellationToken)
    {
        var leader = (await etcd.MembersAsync(cancellationToken))?.FirstOrDefault(member => member.IsLeader)
            ?? throw new StoryException("etcd reports no leader; nothing to kill.");
        narrator.Step($"Kill the leader, {leader.Name}", $"kubectl delete pod {leader.Name} --grace-period=0 --force");
        await client.Resource(ResourceKinds.Pod).DeleteAsync(Namespace, leader.Name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 0 });
        await UntilHealthyAsync(3, except: leader.Name, cancellationToken);
        narrator.Verified($"{leader.Name} is out of the member list, its replacement votes");
        await VerifyDataAsync("survived the kill", cancellationToken);
    }

    private async Task ScaleAsync(int size, CancellationToken cancellationToken)
    {
        narrator.Step($"Scale to {size}", $"kubectl scale etcd/{ClusterName} --replicas={size}");
        var patch = Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["size"] = size } });
        await client.Resource(ResourceKinds.Untyped(_etcdCluster)).PatchAsync(Namespace, ClusterName, patch, cancellationToken);
        await UntilHealthyAsync(size, except: null, cancellationToken);
    }

    private async Task UntilHealthyAsync(int size, string? except, CancellationToken cancellationToken)
    {
        IReadOnlyList<EtcdMemberView> members = [];
        await UntilAsync("members", async report =>
        {
            members = await etcd.MembersAsync(cancellationToken) ?? [];
            report(members.Count == 0
                ? "etcd does not answer yet"
                : string.Join(", ", members.Select(member => $"{(member.Name.Length == 0 ? "(starting)" : member.Name[(ClusterName.Length + 1)..])} {member.Role}{(member.IsHealthy ? "" : " (no answer)")}").Order(StringComparer.Ordinal)));
            return members.Count == size && members.All(member => member is { IsHealthy: true, IsLearner: false } && member.Name != except)
                && members.Count(member => member.IsLeader) == 1;
        }, cancellationToken);
        narrator.Members($"Service {etcd}", members);

        // What the status says must be what etcd says.
        await UntilAsync("status", async report =>
        {
            var cluster = await client.Resource(ResourceKinds.Untyped(_etcdCluster)).GetAsync(Namespace, ClusterName, cancellationToken);
            var ready = cluster.Fields["status"]?["members"]?["ready"] as JsonArray;
            report($"{ready?.Count ?? 0} of {size} ready");
            return ready?.Count == size && ready.Select(name => (string?)name).ToHashSet().SetEquals(members.Select(member => member.Name));
        }, cancellationToken);
        narrator.Verified($"{size} voting members, all healthy, one leader; the EtcdCluster's status names the same");
    }

    private async Task VerifyDataAsync(string when, CancellationToken cancellationToken)
    {
        const string expected = "written before the kill";
        var value = await etcd.GetAsync("operon/demo", cancellationToken);
        if (value != expected)
        {
            throw new StoryException($"operon/demo read through Service {etcd} is {value ?? "missing"}, expected \"{expected}\".");
        }

        narrator.Verified($"get operon/demo = \"{value}\" ({when})");
    }

    /// <summary>Polls until the condition holds. Changes of the reported text are shown; an etcd that does not answer yet is not an error.</summary>
    private async Task UntilAsync(string title, Func<Action<string>, Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        var last = "";
        try
        {
            await narrator.WaitAsync(title, async show =>
            {
                void Report(string text)
                {
                    if (text != last)
                    {
                        last = text;
                        show(text);
                    }
                }

                while (!await HoldsAsync(condition, Report))
                {
                    await Task.Delay(250, limit.Token);
                }
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoryException($"{title}: not so after {_limit.TotalSeconds:0} s (last seen: {last}).");
        }
    }

    private static async Task<bool> HoldsAsync(Func<Action<string>, Task<bool>> condition, Action<string> report)
    {
        try
        {
            return await condition(report);
        }
        catch (RpcException e) when (EtcdView.IsUnreachable(e))
        {
            report("etcd does not answer yet");
            return false;
        }
    }
}
