namespace Operon.Kubernetes;

/// <summary>
/// Carries a manifest that was made at compile time inside the assembly, where <c>operon generate</c> finds it without running the
/// program. Written by the generator only.
/// </summary>
/// <param name="path">Path relative to the project's <c>config/</c>, such as <c>crd/bases/cache.example.com_memcacheds.yaml</c>.</param>
/// <param name="json">The manifest as JSON with sorted keys; several documents are an array of them.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GeneratedManifestAttribute(string path, string json) : Attribute
{
    /// <summary>Path relative to the project's <c>config/</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The manifest as JSON.</summary>
    public string Json { get; } = json;
}
