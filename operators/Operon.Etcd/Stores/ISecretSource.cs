namespace Operon.Etcd.Stores;

/// <summary>Where secrets are read from: the API server, or a folder they are mounted in.</summary>
internal interface ISecretSource
{
    /// <summary>The secret's entries. Throws <see cref="Objects.InvalidSpecException"/> that names <paramref name="field"/> when there is no such secret.</summary>
    Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(string name, string field, CancellationToken cancellationToken);
}
