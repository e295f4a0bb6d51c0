using Operon.Etcd.Objects;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Secrets of a test.</summary>
internal sealed class FixedSecrets(Dictionary<string, Dictionary<string, byte[]>> secrets) : ISecretSource
{
    public Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(string name, string field, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, byte[]>>(secrets.TryGetValue(name, out var data) ? data : throw new InvalidSpecException($"{field}: secret {name} does not exist"));
}
