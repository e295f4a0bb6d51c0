using System.Globalization;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>What the operator reads of a simulated cluster.</summary>
internal static class View
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _longAgo = _now.AddHours(-1);
    private static readonly string[] _names = [.. Enumerable.Range(0, SlotBits.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"c-{i}"))];

    private static readonly AppliedSpec[] _applied = [.. Enumerable.Range(0, 4)
        .Select(i => new AppliedSpec(Options((i & 1) != 0), "etcd") { Image = ModelVersions.Of((i & 2) != 0) })];

    public static EtcdDesired Desired(in World objects, in World now) => new()
    {
        Size = objects.Size,
        Version = ModelVersions.Of(objects.WantsNew),
        IsPaused = objects.IsPaused,
        Config = Options(objects.WantsOptions),
        WantsClaims = objects.IsDurable,
        SeedName = _names[0],

        // A name drawn at random is free at the time it is used, whatever was read before.
        NextName = _names[Math.Max(now.FreeSlot, 0)],
    };

    /// <summary>Objects of the API server are read before the members: the two may be of different moments.</summary>
    public static EtcdObserved Observe(in World objects, in World members)
    {
        List<PodFacts> pods = [];
        List<KnownMember> known = [];
        HashSet<string> claims = [];
        for (var i = 0; i < SlotBits.Count; i++)
        {
            var slot = objects[i];
            if (slot.Pod != SlotPod.None)
            {
                pods.Add(Pod(_names[i], slot, objects.IsDurable));
            }

            if (slot.HasClaim)
            {
                claims.Add(_names[i]);
            }

            if (slot.IsKnown)
            {
                known.Add(new KnownMember(_names[i], ModelVersions.Of(slot.IsKnownNew)));
            }
        }

        return new EtcdObserved
        {
            Now = _now,
            HasServices = objects.HasServices,
            HasFormed = objects.IsRecorded,
            RecordedClusterId = objects.IsRecorded ? 7 : null,
            CurrentVersion = objects.IsRecorded ? ModelVersions.Of(objects.IsCurrentNew) : null,
            CurrentConfig = objects.IsRecorded ? Options(objects.AreOptionsCurrent) : null,
            Pods = pods,
            Claims = claims,
            LastKnownMembers = known,
            Membership = Membership(members),
            UnconfirmedSince = members.HasQuorum ? null : _longAgo,
        };
    }

    private static string Options(bool areNew) => areNew ? "new" : "old";

    private static PodFacts Pod(string name, Slot slot, bool needsClaim) => new()
    {
        Name = name,
        Version = ModelVersions.Of(slot.IsNew),
        IsDeleting = slot.Pod is SlotPod.Leaving or SlotPod.Terminating,
        IsToRestart = slot.IsToRestart,
        IsFinished = slot.Pod == SlotPod.Failed,
        IsCrashLooping = slot.Pod == SlotPod.Crashing,
        IsWaitingForClaim = needsClaim && slot is { Pod: SlotPod.Down, HasClaim: false },
        CreatedAt = _longAgo,
        Applied = _applied[(slot.HasOptions ? 1 : 0) + (slot.IsNew ? 2 : 0)],
    };

    private static MembershipFacts? Membership(in World world)
    {
        if (world.Count(slot => slot.IsUp) == 0)
        {
            return null;
        }

        List<MemberFacts> members = [];
        for (var i = 0; i < SlotBits.Count; i++)
        {
            if (world[i].IsMember)
            {
                members.Add(Member(world, i));
            }
        }

        return new MembershipFacts { ClusterId = 7, IsConfirmed = world.HasQuorum, Members = members };
    }

    private static MemberFacts Member(in World world, int index)
    {
        var slot = world[index];
        var isHealthy = world.HasQuorum && slot.IsUp;
        return new MemberFacts
        {
            Id = (ulong)(100 + index),
            Name = _names[index],
            HasStarted = slot.HasStarted,
            IsLearner = slot.Member == SlotMember.Learner,
            IsLeader = world.Leader == index,
            IsHealthy = isHealthy,

            // A learner is given time to catch up.
            HealthySince = !isHealthy ? null : slot.Member == SlotMember.Learner ? _now.AddMinutes(-1) : _longAgo,
            UnhealthySince = isHealthy ? null : _longAgo,
            ServerVersion = !slot.IsUp ? null : world.HasLearners ? ModelVersions.Of(slot.IsNew) : ModelVersions.BeforeLearners,
            AppliedIndex = slot.Member == SlotMember.Learner && !slot.IsInSync ? 10u : 100u,
        };
    }
}
