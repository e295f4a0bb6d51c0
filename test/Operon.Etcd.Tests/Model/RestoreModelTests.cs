using System.Collections.Immutable;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// All interleavings of the operator's steps (each may end after any of its writes), of the kubelet and of mishaps, from the moment a restore is asked
/// for: the old incarnation and the new one never run at the same time, and the old data is there to the end.
/// </summary>
public sealed class RestoreModelTests
{
    private static readonly ImmutableSortedSet<string> _members = ["c-a", "c-b", "c-c"];

    [Fact]
    public void Old_and_new_never_meet_and_the_old_data_stays()
    {
        var start = new World { Running = _members, Claims = _members, Stage = RestoreStage.Stopping, HasId = true };
        var seen = new HashSet<string> { start.Key };
        var open = new Queue<World>([start]);
        var ends = 0;
        while (open.TryDequeue(out var world))
        {
            Check(world);
            ends += world.Stage == RestoreStage.Seeded ? 1 : 0;
            foreach (var next in Next(world).Where(next => seen.Add(next.Key)))
            {
                open.Enqueue(next);
            }
        }

        Assert.True(ends > 0, "no interleaving came to an end");
        Assert.True(seen.Count > 30, $"only {seen.Count} states");
    }

    private static void Check(World world)
    {
        Assert.False(world.HasSeed && world.Running.Count + world.Ending.Count > 0, $"old and new members run together: {world.Key}");
        Assert.True(_members.SetEquals(world.Claims.Union(world.Retired)), $"old data is gone: {world.Key}");
        Assert.True(world.Stage == RestoreStage.Stopping || world.Claims.IsEmpty, $"an old claim is taken for one of the new cluster: {world.Key}");
    }

    private static IEnumerable<World> Next(World world)
    {
        // The kubelet finishes a deletion; a node evicts a pod; an operator that had decided before the request makes a pod once more.
        foreach (var name in world.Ending)
        {
            yield return world with { Ending = world.Ending.Remove(name) };
        }

        foreach (var name in world.Running)
        {
            yield return world with { Running = world.Running.Remove(name) };
        }

        if (world is { Stage: RestoreStage.Stopping, HasStepped: false } && _members.Except(world.Running).Except(world.Ending).FirstOrDefault() is { } missing)
        {
            yield return world with { Running = world.Running.Add(missing), HasStepped = true };
        }

        foreach (var quorum in (bool[])[true, false])
        {
            foreach (var next in Step(world with { HasStepped = true }, quorum))
            {
                yield return next;
            }
        }
    }

    private static IEnumerable<World> Step(World world, bool hasQuorum)
    {
        switch (EtcdPlanner.NextAction(Facts.Desired(), Observe(world, hasQuorum)))
        {
            case StopMembers stop:
                return Prefixes(stop.Names).Select(names => world with { Running = world.Running.Except(names), Ending = world.Ending.Union(names) });
            case RetireClaims retire:
                return Prefixes(retire.Names).Select(names => world with { Claims = world.Claims.Except(names), Retired = world.Retired.Union(names) });
            case BeginIncarnation:
                return [world with { Stage = RestoreStage.Seeding, HasId = false }];
            case CreateSeedPod:
                return [world with { HasSeed = true }];
            case RecordClusterId:
                return [world with { Stage = RestoreStage.Seeded, HasId = true }];
            case AwaitMembersGone or Wait:
                return [];
            case var other when world.Stage == RestoreStage.Seeded:
                // From here on it is an ordinary cluster of one member that grows.
                Assert.IsNotType<DeletePvc>(other);
                return [];
            case var other:
                Assert.Fail($"{other} at {world.Key}");
                return [];
        }
    }

    // The operator may be killed after each write.
    private static IEnumerable<string[]> Prefixes(IReadOnlyList<string> names) => Enumerable.Range(0, names.Count + 1).Select(count => names.Take(count).ToArray());

    private static EtcdObserved Observe(World world, bool hasQuorum)
    {
        var members = world.HasSeed ? ["c-seed"] : world.Stage == RestoreStage.Stopping ? _members : [];
        var answers = hasQuorum && (world.HasSeed || world.Running.Count >= 2);
        return new EtcdObserved
        {
            Now = Facts.Now,
            HasServices = true,
            HasFormed = world.HasId,
            RecordedClusterId = world.HasId ? 7 : null,
            CurrentVersion = world.HasId ? Facts.Running : null,
            Pods = [.. world.Running.Select(name => Facts.Pod(name)), .. world.Ending.Select(name => Facts.Pod(name) with { IsDeleting = true }), .. world.HasSeed ? [Facts.Pod("c-seed")] : Array.Empty<PodFacts>()],
            Claims = world.Claims,
            LastKnownMembers = [.. world.HasId ? members.Select(name => new KnownMember(name, Facts.Running)) : []],
            Membership = answers ? new MembershipFacts { ClusterId = 7, IsConfirmed = true, Members = [.. members.Select((name, index) => Facts.Voter(name, isLeader: index == 0))] } : null,
            UnconfirmedSince = answers ? null : Facts.Now.AddMinutes(-1),
            Restore = new RestoreFacts { Name = "r", Stage = world.Stage },
        };
    }

    private sealed record World
    {
        public ImmutableSortedSet<string> Running { get; init; } = [];

        public ImmutableSortedSet<string> Ending { get; init; } = [];

        public ImmutableSortedSet<string> Claims { get; init; } = [];

        public ImmutableSortedSet<string> Retired { get; init; } = [];

        public RestoreStage Stage { get; init; }

        public bool HasId { get; init; }

        public bool HasSeed { get; init; }

        /// <summary>The operator has looked since the request.</summary>
        public bool HasStepped { get; init; }

        public string Key => $"{string.Join(' ', Running)}|{string.Join(' ', Ending)}|{string.Join(' ', Claims)}|{string.Join(' ', Retired)}|{Stage}|{HasId}|{HasSeed}|{HasStepped}";
    }
}
