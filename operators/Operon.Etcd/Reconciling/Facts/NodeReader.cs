using System.Collections.Concurrent;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Looks at the nodes of the members, where the operator may: their zones, and whether they are lost. Without that right the node's name stands
/// for the place, and a lost node shows by a pod that does not end.
/// </summary>
internal sealed class NodeReader(IKubernetesClient client, TimeProvider time) : IFactReader
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _refused = TimeSpan.FromMinutes(5);

    // Pods are told to leave a node that has not been ready for 300 s.
    private static readonly TimeSpan _tolerated = TimeSpan.FromSeconds(300);

    private readonly ConcurrentDictionary<string, Sight> _sights = [];

    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var pods = new List<PodFacts>();
        foreach (var pod in observed.Pods)
        {
            var sight = pod.Node is { Length: > 0 } node ? await SeeAsync(node, cancellationToken) : null;
            pods.Add(pod with { Zone = sight?.Zone, IsNodeLost = sight?.IsLost });
        }

        var claims = new List<ClaimFacts>();
        foreach (var claim in observed.ClaimDetails)
        {
            // Only a pod that finds no node makes this a question.
            var node = observed.Pod(claim.Name) is { UnschedulableSince: not null }
                ? context.Claims.First(other => other.Metadata.Name == claim.Name).Metadata.Annotations is { } annotations && annotations.TryGetValue(SelectedNode, out var name) ? name : null
                : null;
            claims.Add(node is null ? claim : claim with { IsNodeGone = (await SeeAsync(node, cancellationToken)).IsGone });
        }

        return observed with { Pods = pods, ClaimDetails = claims };
    }

    private async Task<Sight> SeeAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_sights.TryGetValue(name, out var known) && now < known.GoodUntil)
        {
            return known;
        }

        return _sights[name] = await LookAsync(name, now, cancellationToken);
    }

    private async Task<Sight> LookAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.Resource(EtcdKinds.Node).FindAsync(null, name, cancellationToken);
            if (node is null)
            {
                return new Sight(now + _fresh, null, IsLost: true, IsGone: true);
            }

            var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
            var isLost = ready is { Status: not "True" } && Times.Read(ready.LastTransitionTime) is { } since && now - since >= _tolerated;
            return new Sight(now + _fresh, node.Metadata.Labels?.TryGetValue(Zone, out var zone) == true ? zone : null, isLost, IsGone: false);
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return new Sight(now + _refused, null, null, null);
        }
    }

    private sealed record Sight(DateTimeOffset GoodUntil, string? Zone, bool? IsLost, bool? IsGone);
}
