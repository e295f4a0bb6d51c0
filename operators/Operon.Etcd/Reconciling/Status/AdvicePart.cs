using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>What the spec asks for and the operator does, though something else would be better.</summary>
internal sealed class AdvicePart : IStatusPart
{
    private const int VolumePerQuota = 3;

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        List<(string Reason, string Message)> advice = [];
        var desired = context.Snapshot.Desired;
        if (desired.Size > 0 && desired.Size % 2 == 0)
        {
            advice.Add(("EvenSize", $"spec.size {desired.Size} survives the loss of {Losses(desired.Size)} members, as {desired.Size - 1} would: an odd size is better"));
        }

        var quota = MaintenanceFlags.QuotaBytes(context.Snapshot.Cluster.Spec);
        if (quota > MaintenancePolicy.AdvisedQuotaBytes)
        {
            advice.Add(("LargeQuota", $"a quota of {Sizes.Text(quota)} is more than the 8 GiB etcd advises: restarts and new members take long"));
        }

        if (desired.StorageRequest is { } volume && volume < quota * VolumePerQuota)
        {
            advice.Add(("SmallVolume", $"a volume of {volume:0} bytes is less than {VolumePerQuota} times the quota of {quota:0} bytes (quota-backend-bytes): log, snapshots and defragmentation need room beside the database"));
        }

        if (context.Snapshot.Observed.RetainedClaims is { Count: > 0 } retained)
        {
            advice.Add(("RetainedVolumes", $"claims of an earlier cluster of this name are still there and nothing uses them: {string.Join(", ", retained)}; keep them, or delete them"));
        }

        if (advice.Count == 0)
        {
            context.Conditions.Remove(EtcdClusterCondition.Advice);
        }
        else
        {
            context.Conditions.Set(EtcdClusterCondition.Advice, "True", advice[0].Reason, string.Join("; ", advice.Select(one => one.Message)));
        }

        return status;
    }

    private static int Losses(int size) => size - Quorum.Of(size);
}
