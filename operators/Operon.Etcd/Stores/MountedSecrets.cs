using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores;

/// <summary>Secrets that a pod mounts, each in a folder of its own name.</summary>
internal sealed class MountedSecrets(string root) : ISecretSource
{
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(string name, string field, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, name);
        if (!Directory.Exists(folder))
        {
            throw new InvalidSpecException($"{field}: secret {name} is not mounted at {folder}");
        }

        // The kubelet keeps its own bookkeeping in names that begin with two dots.
        var data = new Dictionary<string, byte[]>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith("..", StringComparison.Ordinal)))
        {
            data[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file, cancellationToken);
        }

        return data;
    }
}
