namespace Operon.Webhooks;

/// <summary>Names a resource in a version.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version, such as <c>v1</c>.</param>
/// <param name="Resource">Plural, such as <c>pods</c>.</param>
public sealed record GroupVersionResource(string Group, string Version, string Resource);
