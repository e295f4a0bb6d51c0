namespace Operon.Cli.Kustomize;

/// <summary>An image reference, taken apart.</summary>
/// <param name="Name">Everything before tag and digest, with the registry.</param>
/// <param name="Tag">The tag; null for none.</param>
/// <param name="Digest">The digest, such as <c>sha256:...</c>; null for none.</param>
internal sealed record ImageName(string Name, string? Tag, string? Digest)
{
    public static ImageName Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (rest, digest) = at < 0 ? (image, null) : (image[..at], image[(at + 1)..]);

        // A colon before a slash belongs to the registry's port.
        var colon = rest.LastIndexOf(':');
        return colon > rest.LastIndexOf('/') ? new ImageName(rest[..colon], rest[(colon + 1)..], digest) : new ImageName(rest, null, digest);
    }

    /// <summary>A digest takes the place of a tag, and a tag that of a digest.</summary>
    public ImageName With(string? name, string? tag, string? digest) =>
        new(name ?? Name, digest is not null ? null : tag ?? Tag, digest ?? (tag is not null ? null : Digest));

    public override string ToString() => Name + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");
}
