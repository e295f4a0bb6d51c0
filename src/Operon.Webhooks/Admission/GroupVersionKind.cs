namespace Operon.Webhooks;

/// <summary>Names a kind in a version.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version, such as <c>v1</c>.</param>
/// <param name="Kind">Kind, such as <c>Pod</c>.</param>
public sealed record GroupVersionKind(string Group, string Version, string Kind)
{
    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? $"{Version}, Kind={Kind}" : $"{Group}/{Version}, Kind={Kind}";
}
