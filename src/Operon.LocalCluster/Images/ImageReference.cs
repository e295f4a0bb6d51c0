namespace Operon.LocalCluster.Images;

/// <summary>The parts of an image name.</summary>
/// <param name="Repository">Without registry defaults filled in: <c>busybox</c>, <c>quay.io/coreos/etcd</c>.</param>
/// <param name="Tag">Tag; <c>latest</c> when the name has none.</param>
/// <param name="Digest">Digest; null when the name has none.</param>
internal sealed record ImageReference(string Repository, string Tag, string? Digest)
{
    private static readonly string[] DefaultPrefixes = ["docker.io/library/", "docker.io/", "index.docker.io/library/", "library/"];

    public static ImageReference Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : image[(at + 1)..];
        var name = at < 0 ? image : image[..at];
        var colon = name.LastIndexOf(':');
        var hasTag = colon > name.LastIndexOf('/');
        var repository = hasTag ? name[..colon] : name;
        var prefix = DefaultPrefixes.FirstOrDefault(prefix => repository.StartsWith(prefix, StringComparison.Ordinal));
        return new ImageReference(prefix is null ? repository : repository[prefix.Length..], hasTag ? name[(colon + 1)..] : "latest", digest);
    }
}
