using k8s.Models;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Reads and makes the secrets of the users that hold the role root.</summary>
internal sealed class AuthUsers(IKubernetesClient client)
{
    private readonly IResourceClient<V1Secret> _secrets = client.Resource(ResourceKinds.Secret);

    /// <summary>Whether this cluster's secrets matter at all.</summary>
    public static bool Concern(ClusterLayout layout) => layout.Cluster.Spec.Auth is { Enabled: true } || layout.Cluster.Status?.Auth is not null;

    /// <summary>Who the operator may be on this cluster; empty where authentication was never asked for.</summary>
    public async Task<AuthUserSet> ReadAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        if (!Concern(layout))
        {
            return AuthUserSet.None;
        }

        var own = _secrets.FindAsync(layout.Namespace, AuthSecrets.OperatorName(layout), cancellationToken);
        var root = _secrets.FindAsync(layout.Namespace, AuthSecrets.RootName(layout), cancellationToken);
        return new AuthUserSet(
            AuthSecrets.Read(await own, AuthSecrets.OperatorUser), AuthSecrets.Read(await root, AuthSecrets.RootUser), await root);
    }

    /// <summary>Null when both are there; else what stands in the way.</summary>
    public async Task<string?> CreateAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        var objects = new OwnedObjects(client);
        if (await objects.CreateAsync(
            ResourceKinds.Secret, AuthSecrets.Generate(layout, AuthSecrets.OperatorName(layout), AuthSecrets.OperatorUser), layout, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return string.IsNullOrEmpty(layout.Cluster.Spec.Auth?.RootSecret)
            ? await objects.CreateAsync(ResourceKinds.Secret, AuthSecrets.Generate(layout, AuthSecrets.RootName(layout), AuthSecrets.RootUser), layout, cancellationToken)
            : null;
    }
}
