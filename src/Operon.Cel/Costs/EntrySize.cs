namespace Operon.Cel.Costs;

/// <summary>Sizes of the keys (or positions) and values of a container built in an expression.</summary>
internal sealed record EntrySize(bool IsList, SizeEstimate Key, SizeEstimate Value)
{
    public static EntrySize? Union(EntrySize? a, EntrySize? b) =>
        a is null || b is null ? null : new EntrySize(a.IsList, a.Key.Union(b.Key), a.Value.Union(b.Value));
}
