using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What one list and watch covers: a namespace, or all but a few (<paramref name="Namespace"/> null), under selectors.</summary>
internal sealed record WatchScope(string? Namespace, string Except, string? LabelSelector, string? FieldSelector)
{
    private readonly LabelRequirements _labels = LabelRequirements.Parse(LabelSelector);
    private readonly string[] _except = Except.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The field selector of requests.</summary>
    public string? Fields =>
        _except.Length == 0 ? FieldSelector : string.Join(',', _except.Select(name => $"metadata.namespace!={name}").Prepend(FieldSelector).OfType<string>());

    public bool Contains(ObjectKey key) =>
        Namespace is null ? _except.Length == 0 || key.Namespace is null || !_except.Contains(key.Namespace, StringComparer.Ordinal) : Namespace == key.Namespace;

    /// <summary>Whether an object with these labels is selected; false when a field selector leaves it open.</summary>
    public bool Selects(IDictionary<string, string>? labels) => FieldSelector is null && _labels.Match(labels);

    public bool Equals(WatchScope? other) =>
        other is not null && (Namespace, Except, LabelSelector, FieldSelector) == (other.Namespace, other.Except, other.LabelSelector, other.FieldSelector);

    public override int GetHashCode() => HashCode.Combine(Namespace, Except, LabelSelector, FieldSelector);
}
