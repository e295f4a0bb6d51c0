using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Asks etcd whether it asks for users, and whether it accepts those in the secrets.</summary>
internal sealed class AuthFactReader(AuthUsers users) : IFactReader
{
    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var layout = context.Layout;
        if (!AuthUsers.Concern(layout) || observed.Membership is not { IsConfirmed: true, Leader: { } leader } || !context.Connections.TryGetValue(leader.Name, out var connection))
        {
            return observed;
        }

        var set = await users.ReadAsync(layout, cancellationToken);
        var name = AuthSecrets.RootName(layout);
        var facts = new AuthFacts
        {
            IsWanted = layout.Cluster.Spec.Auth is { Enabled: true },
            HasSecrets = set is { Operator: not null, RootSecret: not null },
            Problem = Problem(layout, set, name),
            RootSecret = name,
            RootSecretVersion = set.RootSecret?.Metadata.ResourceVersion,
        };
        return observed with { Auth = await AskAsync(facts, layout, set, connection, cancellationToken) };
    }

    private static string? Problem(ClusterLayout layout, AuthUserSet set, string name) => set.RootSecret is { } secret
        ? AuthSecrets.Problem(name, secret)
        : string.IsNullOrEmpty(layout.Cluster.Spec.Auth?.RootSecret) ? null : $"spec.auth.rootSecret: secret {name} does not exist";

    private static async Task<AuthFacts> AskAsync(
        AuthFacts facts, ClusterLayout layout, AuthUserSet set, IMemberConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (!await connection.AsksForUsersAsync(cancellationToken))
            {
                return facts with { IsEnabled = false };
            }

            // A password check costs etcd much more than other calls: it is made when the secret has changed, not each time.
            var isKnown = layout.Cluster.Status?.Auth?.RootSecretVersion is { } version && version == facts.RootSecretVersion;
            return facts with
            {
                IsEnabled = true,
                OperatorWorks = await WorksAsync(connection, cancellationToken),
                RootWorks = isKnown || (set.Root is { } root && await connection.AcceptsAsync(root, cancellationToken)),
            };
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return facts with { IsEnabled = null };
        }
    }

    private static async Task<bool> WorksAsync(IMemberConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.UserRolesAsync(AuthSecrets.RootUser, cancellationToken) is not null;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument)
        {
            return false;
        }
    }
}
