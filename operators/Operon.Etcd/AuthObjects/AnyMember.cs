using Grpc.Core;
using Operon.Etcd.Membership;

namespace Operon.Etcd.AuthObjects;

/// <summary>Finds a member that has the quorum behind it.</summary>
internal static class AnyMember
{
    public static async Task<IMemberConnection?> ConfirmedAsync(IReadOnlyDictionary<string, IMemberConnection> members, CancellationToken cancellationToken)
    {
        foreach (var member in members.Values)
        {
            try
            {
                if (await member.ListAsync(cancellationToken) is { IsConfirmed: true })
                {
                    return member;
                }
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                // The next one may answer.
                continue;
            }
        }

        return null;
    }
}
