using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>More exactly what keeps a cluster from being as it should be: pods no node takes, members that crash, claims in danger.</summary>
internal sealed class HealthPart : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var observed = context.Snapshot.Observed;
        if (context.Action is Sleep or StayPaused || !observed.HasFormed)
        {
            return status;
        }

        foreach (var member in observed.Membership?.Members ?? [])
        {
            Judge(observed, member, context.Conditions);
        }

        foreach (var claim in observed.ClaimDetails)
        {
            Judge(context.Snapshot.Desired, claim, context.Conditions);
        }

        if (context.Action is Wait && observed.Repairs is { } repairs && repairs.NextTime > observed.Now)
        {
            context.Conditions.AddProblem("RepairBackOff", $"{repairs.Count} members were replaced in a row; the next replacement waits until {Times.Write(repairs.NextTime)}");
        }

        return status;
    }

    private static void Judge(EtcdObserved observed, MemberFacts member, ConditionSet conditions)
    {
        var pod = observed.Pod(member.Name);
        if (pod is { UnschedulableSince: not null })
        {
            conditions.AddProblem("MemberUnschedulable", MemberPods.Describe(observed, member, "cannot run"));
        }
        else if (!member.IsHealthy && pod is { IsCrashLooping: true })
        {
            conditions.AddProblem("MemberCrashing", MemberPods.Describe(observed, member, "crashes"));
        }
    }

    private static void Judge(EtcdDesired desired, ClaimFacts claim, ConditionSet conditions)
    {
        if (claim.IsDeleting)
        {
            conditions.AddProblem("ClaimDeleted", $"claim {claim.Name} is being deleted, which cannot be undone; its member is replaced by a new one first");
        }

        if (claim.GrowthRefusal is { } refusal)
        {
            conditions.AddProblem("VolumeGrowthRefused", $"claim {claim.Name} cannot grow: {refusal}");
        }

        if (desired.StorageRequest < claim.Requested && !claim.IsDeleting)
        {
            conditions.AddProblem(
                "VolumeShrinkRefused",
                $"spec.pod.persistentVolumeClaimSpec asks for {desired.StorageRequest:0} bytes, claim {claim.Name} has {claim.Requested:0}; volumes cannot shrink: set the larger size again, or replace the members one by one");
        }
    }
}
