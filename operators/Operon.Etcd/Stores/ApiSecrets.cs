using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Stores;

/// <summary>Secrets of one namespace, read live: nothing keeps them in memory longer than it needs them.</summary>
internal sealed class ApiSecrets(IKubernetesClient client, string namespaceName) : ISecretSource
{
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(string name, string field, CancellationToken cancellationToken)
    {
        var secret = await client.Resource(ResourceKinds.Secret).FindAsync(namespaceName, name, cancellationToken)
            ?? throw new InvalidSpecException($"{field}: secret {name} does not exist in namespace {namespaceName}");
        return secret.Data is { } data ? data.ToDictionary() : new Dictionary<string, byte[]>();
    }
}
