using System.Text.Json.Nodes;
using Grpc.Core;
using k8s;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Carries out one action. Every action may be repeated: what is there already counts as done, what etcd refuses for now is looked at
/// afresh in the next reconcile.
/// </summary>
internal sealed class ActionExecutor(IKubernetesClient client)
{
    private const long RemovedMemberGrace = 5;

    /// <summary>Null when done; else why it could not be done yet.</summary>
    public async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action, CancellationToken cancellationToken)
    {
        try
        {
            switch (action)
            {
                case CreateServices:
                    return await CreateServicesAsync(snapshot.Layout, cancellationToken);
                case CreateSeedPod seed:
                    return await CreatePodAsync(snapshot, seed.Name, seed.Version, isSeed: true, mustKeepData: false, cancellationToken);
                case CreateMemberPod pod:
                    return await CreatePodAsync(snapshot, pod.Name, pod.Version, isSeed: false, pod.MustKeepData, cancellationToken);
                case DeletePod pod:
                    await DeleteAsync(ResourceKinds.Pod, snapshot, pod.Name, RemovedMemberGrace, cancellationToken);
                    return null;
                case DeletePvc claim:
                    await DeleteAsync(ResourceKinds.PersistentVolumeClaim, snapshot, claim.Name, null, cancellationToken);
                    return null;
                case UpgradePod pod:
                    await PatchImageAsync(snapshot, pod, cancellationToken);
                    return null;
                case AddMember member:
                    await Leader(snapshot).AddAsync(snapshot.Layout.PeerUrl(member.Name), member.AsLearner, cancellationToken);
                    return null;
                case PromoteLearner learner:
                    await Leader(snapshot).PromoteAsync(learner.MemberId, cancellationToken);
                    return null;
                case RemoveMember member:
                    await Leader(snapshot).RemoveAsync(member.MemberId, cancellationToken);
                    return null;
                case MoveLeader move:
                    await Leader(snapshot).MoveLeaderAsync(move.TargetId, cancellationToken);
                    return null;
                default:
                    return null;
            }
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return $"etcd: {e.Status.Detail} ({e.StatusCode})";
        }
    }

    // Every change goes to the leader: it alone knows who is connected, and it alone can hand leadership over.
    private static IMemberConnection Leader(ClusterSnapshot snapshot) =>
        snapshot.Observed.Membership?.Leader is { } leader && snapshot.Connections.TryGetValue(leader.Name, out var connection)
            ? connection
            : throw new RpcException(new Status(StatusCode.Unavailable, "no connection to the leader"));

    private async Task<string?> CreateServicesAsync(ClusterLayout layout, CancellationToken cancellationToken) =>
        await CreateAsync(ResourceKinds.Service, ClusterServices.Client(layout), layout, cancellationToken)
        ?? await CreateAsync(ResourceKinds.Service, ClusterServices.Peer(layout), layout, cancellationToken);

    private async Task<string?> CreatePodAsync(
        ClusterSnapshot snapshot, string name, EtcdVersion version, bool isSeed, bool mustKeepData, CancellationToken cancellationToken)
    {
        var layout = snapshot.Layout;
        if (!mustKeepData
            && snapshot.Parts.Claim is { } claim
            && await CreateAsync(ResourceKinds.PersistentVolumeClaim, MemberClaim.Build(layout, name, claim), layout, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var placement = new MemberPlacement
        {
            Name = name,
            Version = version,
            IsSeed = isSeed,
            HasClaim = mustKeepData || snapshot.Parts.Claim is not null,
            InitialCluster = isSeed ? [new(name, layout.PeerUrl(name))] : InitialCluster(snapshot, name),
        };
        return await CreateAsync(ResourceKinds.Pod, MemberPod.Build(layout, placement, snapshot.Parts), layout, cancellationToken);
    }

    private static List<KeyValuePair<string, string>> InitialCluster(ClusterSnapshot snapshot, string name)
    {
        if (snapshot.Observed.Membership is { } membership)
        {
            return [.. membership.Members.SelectMany(member => member.PeerUrls.Select(url => new KeyValuePair<string, string>(member.Name, url)))];
        }

        // Only a pod whose data directory exists is made without a member list, and that directory knows better than any flag.
        return [.. snapshot.Observed.LastKnownMembers.Select(member => member.Name).Append(name).Distinct()
            .Select(member => new KeyValuePair<string, string>(member, snapshot.Layout.PeerUrl(member)))];
    }

    private async Task<string?> CreateAsync<T>(ResourceKind<T> kind, T resource, ClusterLayout layout, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.Resource(kind).CreateAsync(resource, cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            var existing = await client.Resource(kind).FindAsync(layout.Namespace, resource.Metadata.Name, cancellationToken);
            return existing is not null && layout.Owns(existing.Metadata) && existing.Metadata.DeletionTimestamp is null
                ? null
                : $"{kind.Type.Kind} {resource.Metadata.Name} exists and does not belong to this cluster; delete or rename it";
        }
    }

    private async Task DeleteAsync<T>(ResourceKind<T> kind, ClusterSnapshot snapshot, string name, long? grace, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.Resource(kind).DeleteAsync(snapshot.Layout.Namespace, name, cancellationToken, new DeleteOptions { GracePeriodSeconds = grace });
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // Somebody else was faster; gone is gone.
        }
    }

    private async Task PatchImageAsync(ClusterSnapshot snapshot, UpgradePod pod, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ClusterLayout.VersionAnnotation] = pod.To.ToString() } },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = MemberPod.ContainerName, ["image"] = snapshot.Layout.Image(pod.To) }),
            },
        };
        await client.Resource(EtcdKinds.Pod).PatchAsync(snapshot.Layout.Namespace, pod.Name, Patch.StrategicMerge(patch), cancellationToken);
    }
}
