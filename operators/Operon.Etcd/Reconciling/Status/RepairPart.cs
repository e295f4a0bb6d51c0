using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes down that a member is about to be replaced, before it is: the next operator then knows how often that happened.</summary>
internal sealed class RepairPart : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var observed = context.Snapshot.Observed;
        if (context.Action is RemoveMember { IsDead: true } removal)
        {
            var after = RepairRules.After(observed.Repairs, removal.Name, observed.Now);
            return status with
            {
                Repairs = new EtcdRepairStatus
                {
                    Count = after.Count,
                    Member = after.Member,
                    Reason = removal.Reason,
                    LastTime = Times.Write(after.LastTime),
                    NextTime = after.NextTime > after.LastTime ? Times.Write(after.NextTime) : null,
                },
            };
        }

        // The reader forgets them after a quiet time.
        return observed.Repairs is null ? status with { Repairs = null } : status;
    }
}
