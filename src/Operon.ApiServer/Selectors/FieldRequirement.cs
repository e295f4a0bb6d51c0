namespace Operon.ApiServer.Selectors;

/// <summary>One term of a field selector.</summary>
internal sealed record FieldRequirement(string Field, bool Negated, string Value)
{
    public bool Matches(string? value) => string.Equals(value ?? "", Value, StringComparison.Ordinal) != Negated;

    public override string ToString() => $"{Field}{(Negated ? "!=" : "=")}{FieldSelector.Escape(Value)}";
}
