namespace Operon.Etcd.Membership;

/// <summary>
/// Calls to one member. Each throws <see cref="Grpc.Core.RpcException"/> when the member refuses or does not answer in time; there is
/// no retry here and no other member is asked instead.
/// </summary>
internal partial interface IMemberConnection : IDisposable
{
    Task<MemberState> StatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The member list, after a linearizable read on the same member (M14): before 3.5 the list itself is only that member's view.
    /// Null when the member gives no list at all.
    /// </summary>
    Task<MemberList?> ListAsync(CancellationToken cancellationToken);

    Task AddAsync(string peerUrl, bool asLearner, CancellationToken cancellationToken);

    Task PromoteAsync(ulong memberId, CancellationToken cancellationToken);

    Task RemoveAsync(ulong memberId, CancellationToken cancellationToken);

    /// <summary>Only the leader carries this out.</summary>
    Task MoveLeaderAsync(ulong targetId, CancellationToken cancellationToken);
}
