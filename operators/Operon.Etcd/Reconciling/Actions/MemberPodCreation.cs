using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes the pod of one member, and its claim first where members have claims.</summary>
internal sealed class MemberPodCreation(OwnedObjects objects)
{
    public async Task<string?> CreateAsync(
        ClusterSnapshot snapshot, string name, EtcdVersion version, bool isSeed, bool mustKeepData, CancellationToken cancellationToken)
    {
        var layout = snapshot.Layout;
        if (!mustKeepData
            && snapshot.Parts.Claim is { } claim
            && await objects.CreateAsync(ResourceKinds.PersistentVolumeClaim, MemberClaim.Build(layout, name, claim), layout, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var placement = new MemberPlacement
        {
            Name = name,
            Version = version,
            IsSeed = isSeed,
            HasClaim = mustKeepData || snapshot.Parts.Claim is not null,
            Tls = isSeed ? MemberTls.AsAskedFor(layout, snapshot.Observed.Tls?.Trust) : MemberTls.For(layout, snapshot.Observed, name),
            InitialCluster = isSeed ? [new(name, layout.PeerUrl(name))] : InitialCluster(snapshot, name),
        };
        var pod = MemberPod.Build(layout, placement, snapshot.Parts);
        if (isSeed && snapshot.Cluster.Status?.Restore is { Phase: ClusterRestorePhase.Seeding } restore)
        {
            SeedFromBackup.AddTo(pod, layout, placement, restore);
        }

        return await objects.CreateAsync(ResourceKinds.Pod, pod, layout, cancellationToken);
    }

    /// <summary>On the claim it has, as the only member (D2).</summary>
    public async Task<string?> StartOverAsync(ClusterSnapshot snapshot, string name, EtcdVersion version, CancellationToken cancellationToken)
    {
        var placement = new MemberPlacement
        {
            Name = name,
            Version = version,
            HasClaim = true,
            StartsOver = true,
            Tls = MemberTls.For(snapshot.Layout, snapshot.Observed, name),
            InitialCluster = [new(name, snapshot.Layout.PeerUrl(name))],
        };
        return await objects.CreateAsync(ResourceKinds.Pod, MemberPod.Build(snapshot.Layout, placement, snapshot.Parts), snapshot.Layout, cancellationToken);
    }

    private static List<KeyValuePair<string, string>> InitialCluster(ClusterSnapshot snapshot, string name)
    {
        if (snapshot.Observed.Membership is { } membership)
        {
            return [.. membership.Members.SelectMany(member => member.PeerUrls.Select(url => new KeyValuePair<string, string>(member.Name, url)))];
        }

        // Only a pod whose data directory exists is made without a member list, and that directory knows better than any flag.
        return [.. snapshot.Observed.LastKnownMembers.Append(new KnownMember(name, null)).DistinctBy(member => member.Name)
            .Select(member => new KeyValuePair<string, string>(member.Name, member.PeerUrl ?? snapshot.Layout.PeerUrl(member.Name)))];
    }
}
