using Grpc.Core;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Backups;

/// <summary>The members of the cluster that is backed up.</summary>
internal sealed class SnapshotSource(IReadOnlyDictionary<string, IMemberConnection> connections) : IDisposable
{
    private const int Looks = 3;

    /// <summary>
    /// Members that answer, know a leader and vote: the most advanced first, and of equal ones the leader last, since it has the most to do. One that
    /// does not answer is no failure. Throws <see cref="BackupFailedException"/> when none is left.
    /// </summary>
    public async Task<IReadOnlyList<SnapshotMember>> CandidatesAsync(CancellationToken cancellationToken)
    {
        // The first call of a process that has just started may be too slow for its short deadline.
        for (var attempt = 1; attempt < Looks; attempt++)
        {
            if (await AnsweringAsync([], cancellationToken) is { Count: > 0 } early)
            {
                return early;
            }
        }

        var silent = new List<string>();
        var members = await AnsweringAsync(silent, cancellationToken);
        return members.Count > 0
            ? members
            : throw new BackupFailedException(
                silent.Count > 0 ? $"no healthy member: {string.Join("; ", silent.Order(StringComparer.Ordinal))}" : "no member answers that knows a leader", isTransient: true);
    }

    private async Task<List<SnapshotMember>> AnsweringAsync(List<string> silent, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(connections.Select(entry => AskAsync(entry.Key, entry.Value, silent, cancellationToken)));
        return [.. answers.OfType<SnapshotMember>()
            .Where(member => member.State is { Leader: not 0, IsLearner: false })
            .OrderByDescending(member => member.Revision)
            .ThenBy(member => member.State.Leader == member.State.MemberId)];
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values)
        {
            connection.Dispose();
        }
    }

    private static async Task<SnapshotMember?> AskAsync(string name, IMemberConnection connection, List<string> silent, CancellationToken cancellationToken)
    {
        try
        {
            return new SnapshotMember(name, connection, await connection.StatusAsync(cancellationToken));
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            lock (silent)
            {
                silent.Add($"{name}: {e.Status.Detail}");
            }

            return null;
        }
    }
}
