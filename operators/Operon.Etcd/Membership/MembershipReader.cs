using Grpc.Core;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>Asks all members at once how they are, and the best informed of them for the member list.</summary>
internal static class MembershipReader
{
    public static async Task<MembershipReading> ReadAsync(
        IReadOnlyDictionary<string, IMemberConnection> connections, HealthClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(connections.Select(async entry => (entry.Key, State: await StatusAsync(entry.Value, cancellationToken))));
        var states = answers.Where(answer => answer.State is not null).ToDictionary(answer => answer.Key, answer => answer.State!);
        var list = await ListAsync(connections, states, cancellationToken);
        var now = time.GetUtcNow();
        clock.NoteQuorum(list is { IsConfirmed: true }, now);
        if (list is null)
        {
            return new MembershipReading(null, [], states);
        }

        var foreign = states.Where(state => state.Value.ClusterId != list.ClusterId).Select(state => state.Key).Order(StringComparer.Ordinal).ToList();
        var leader = states.Values.Where(state => state.ClusterId == list.ClusterId).Select(state => state.Leader).FirstOrDefault(id => id != 0);
        return new MembershipReading(
            new MembershipFacts
            {
                ClusterId = list.ClusterId,
                IsConfirmed = list.IsConfirmed,
                IsAuthEnabled = list.IsAuthEnabled,
                DowngradeTarget = states.Values.Where(state => state.ClusterId == list.ClusterId).Select(state => state.DowngradeTarget).FirstOrDefault(target => target is not null),
                Members = [.. list.Members.Select(member => Describe(member, states.Values.FirstOrDefault(state => state.MemberId == member.Id), leader, clock, now))],
            },
            foreign,
            states);
    }

    private static MemberFacts Describe(ListedMember member, MemberState? state, ulong leader, HealthClock clock, DateTimeOffset now)
    {
        var isHealthy = state is not null && state.Leader != 0;
        var since = clock.Note(member.Id, member.PodName, isHealthy, now);
        return new MemberFacts
        {
            Id = member.Id,
            Name = member.PodName,
            PeerUrls = member.PeerUrls,
            HasStarted = member.Name.Length > 0,
            IsLearner = member.IsLearner,
            IsLeader = member.Id == leader,
            IsHealthy = isHealthy,
            HealthySince = isHealthy ? since : null,
            UnhealthySince = isHealthy ? null : since,
            ServerVersion = EtcdVersion.TryParse(state?.Version, out var version) ? version : null,
            StorageVersion = state?.StorageVersion,
            AppliedIndex = state?.AppliedIndex ?? 0,
            Figures = state?.Figures,
        };
    }

    // The leader's list counts most: before 3.5 others may lag behind in their own copy. A learner serves no lists.
    private static async Task<MemberList?> ListAsync(
        IReadOnlyDictionary<string, IMemberConnection> connections, Dictionary<string, MemberState> states, CancellationToken cancellationToken)
    {
        var sources = states.Where(state => !state.Value.IsLearner)
            .OrderByDescending(state => state.Value.Leader == state.Value.MemberId)
            .ThenByDescending(state => state.Value.Leader != 0)
            .ThenByDescending(state => state.Value.AppliedIndex)
            .Select(state => ListAsync(connections[state.Key], cancellationToken));
        var lists = await Task.WhenAll(sources);
        return lists.FirstOrDefault(list => list is { IsConfirmed: true }) ?? lists.FirstOrDefault(list => list is not null);
    }

    private static async Task<MemberList?> ListAsync(IMemberConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ListAsync(cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // A member that stops answering between two calls is an unhealthy member, not a failure of the reading.
            return null;
        }
    }

    private static async Task<MemberState?> StatusAsync(IMemberConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.StatusAsync(cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
