namespace Operon.Cli.Manifests;

/// <summary>The sorts of generated manifests: folders of <c>config/</c>.</summary>
internal sealed record ManifestKind(string Name, params IReadOnlyList<string> Folders)
{
    public static ManifestKind Crd { get; } = new("crd", "crd/bases/");

    public static ManifestKind Rbac { get; } = new("rbac", "rbac/");

    public static ManifestKind Webhook { get; } = new("webhook", "webhook/");

    public static ManifestKind All { get; } = new("manifests", [.. Crd.Folders, .. Rbac.Folders, .. Webhook.Folders]);

    public bool Includes(string path) => Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
}
