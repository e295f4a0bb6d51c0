namespace Operon.Runtime;

/// <summary>
/// Where replicas write down who leads. The default is a Lease (<see cref="LeaseLock"/>); anything with compare-and-swap will do. An exception is a
/// failed try: it is logged and tried again until the renew deadline.
/// </summary>
public interface ILeaderLock
{
    /// <summary>What logs and errors call it.</summary>
    string Name { get; }

    /// <summary>Reads the record; null when there is none.</summary>
    Task<LeaderRecord?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Writes the first record and returns it as stored; null when there is one by now.</summary>
    Task<LeaderRecord?> CreateAsync(LeaderRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces <paramref name="known"/> and returns what is stored then; null when it changed or went away since it was read.</summary>
    Task<LeaderRecord?> UpdateAsync(LeaderRecord known, LeaderRecord record, CancellationToken cancellationToken);
}
