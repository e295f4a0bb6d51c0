using Microsoft.CodeAnalysis.Text;

namespace Operon.Generators;

/// <summary>The attributes by which a built assembly carries its manifests.</summary>
internal static class ManifestSource
{
    /// <summary>One <c>GeneratedManifest</c> attribute per manifest, in the order of paths.</summary>
    /// <param name="manifests">Path relative to <c>config/</c>, and JSON with sorted keys on one line.</param>
    public static SourceText Of(IEnumerable<(string Path, string Json)> manifests)
    {
        var writer = SourceWriter.ForFile();
        foreach (var (path, json) in manifests.OrderBy(manifest => manifest.Path, StringComparer.Ordinal))
        {
            writer.Line($"[assembly: global::Operon.Kubernetes.GeneratedManifest({CSharpLiteral.Of(path)}, {CSharpLiteral.Of(json)})]");
        }

        return writer.ToSourceText();
    }
}
