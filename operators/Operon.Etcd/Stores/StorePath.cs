using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores;

/// <summary>A <c>bucket/key</c> path, split at its first slash.</summary>
internal readonly record struct StorePath(string Bucket, string Key)
{
    /// <summary>Throws <see cref="InvalidSpecException"/> that names <paramref name="field"/>.</summary>
    public static StorePath Parse(string? path, string field)
    {
        var text = path ?? "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new StorePath(text[..slash], text[(slash + 1)..])
            : throw new InvalidSpecException($"{field}: \"{text}\" has to be a bucket (or container), a slash and a key, such as backups/my-cluster");
    }
}
