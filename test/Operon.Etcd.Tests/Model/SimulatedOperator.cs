using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>Looks, decides and writes status in one step; acts in another. Anything may happen in between.</summary>
internal sealed class SimulatedOperator(Func<EtcdDesired, EtcdObserved, EtcdAction> planner)
{
    public Func<EtcdDesired, EtcdObserved, EtcdAction> Planner => planner;

    /// <summary>The decision made on what was read, written down in the world as it is now.</summary>
    /// <param name="now">The world the status write and the decision meet.</param>
    /// <param name="objects">The world as the API server showed it.</param>
    /// <param name="broken">The rule this decision breaks; null for none.</param>
    public World Decide(World now, in World objects, out string? broken)
    {
        var observed = View.Observe(objects, now);
        var action = planner(View.Desired(objects, now), observed);
        var intent = Intent.Of(action);
        broken = Rule(intent, objects, observed);
        if (observed.Membership is { IsConfirmed: true } && (objects.IsRecorded || !objects.IsPaused))
        {
            for (var i = 0; i < SlotBits.Count; i++)
            {
                var slot = now[i];
                now[i] = slot with
                {
                    IsKnown = slot.IsMember,
                    IsKnownNew = objects[i].Pod == SlotPod.None ? slot.IsKnownNew : objects[i].IsNew,
                };
            }
        }

        if (action is RecordClusterId)
        {
            now.IsRecorded = true;
            now.IsCurrentNew = objects.Count(slot => slot.Pod != SlotPod.None && !slot.IsNew) == 0;
        }
        else if (action is Settled)
        {
            now.IsCurrentNew = objects.WantsNew;
            now.AreOptionsCurrent = objects.WantsOptions;
        }

        now.Pending = intent;
        now.IsSurprised = false;
        now.IsTouched = intent.Kind != IntentKind.None && now[intent.Slot].Pod != objects[intent.Slot].Pod;
        return now;
    }

    private static string? Rule(Intent intent, in World objects, EtcdObserved observed)
    {
        if (objects.IsPaused && intent.Kind != IntentKind.None)
        {
            return $"paused, but {intent}";
        }

        var needsQuorum = intent.Kind is IntentKind.Add or IntentKind.Promote or IntentKind.Remove or IntentKind.MoveLeader or IntentKind.DeleteClaim;
        return needsQuorum && observed.Membership is not { IsConfirmed: true } ? $"D1, M14: {intent} without a confirmed quorum" : null;
    }
}
