using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>A claim as the planner sees it.</summary>
internal static class ClaimReading
{
    private const string Storage = "storage";

    public static ClaimFacts Facts(ClusterLayout layout, EtcdClaim claim, ClusterMemory memory) => new()
    {
        Name = claim.Metadata.Name,
        IsDeleting = claim.Metadata.DeletionTimestamp is not null,
        IsLost = claim.Status?.Phase == "Lost",
        Requested = claim.Spec?.Resources?.Requests?.TryGetValue(Storage, out var requested) == true ? Quantities.Read(requested.ToString()) ?? 0 : 0,
        Capacity = claim.Status?.Capacity?.TryGetValue(Storage, out var capacity) == true ? Quantities.Read(capacity.ToString()) : null,
        IsRetained = layout.IsRetained(claim.Metadata),
        GrowthRefusal = memory.Growth.RefusalOf(claim.Metadata.Name),
    };
}
