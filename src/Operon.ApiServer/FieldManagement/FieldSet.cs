namespace Operon.ApiServer.FieldManagement;

/// <summary>
/// A set of field paths, as a trie whose edges are path elements in their FieldsV1 form (<c>f:name</c>, <c>k:{"key":1}</c>, <c>v:"value"</c>).
/// Operations return new sets; only <see cref="Insert"/> changes one, while it is being built.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>True when the path that leads here is itself in the set.</summary>
    public bool IsMember { get; private set; }

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public void Insert(ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var element in path)
        {
            if (!node._children.TryGetValue(element, out var child))
            {
                node._children[element] = child = new FieldSet();
            }
            node = child;
        }
        node.IsMember = true;
    }

    public FieldSet? Child(string element) => _children.GetValueOrDefault(element);

    public FieldSet Union(FieldSet? other) => Combine(this, other, static (left, right) => left || right);

    public FieldSet Difference(FieldSet? other) => Combine(this, other, static (left, right) => left && !right);

    public FieldSet Intersection(FieldSet? other) => Combine(this, other, static (left, right) => left && right);

    /// <summary>Keeps the children (with all below them) the predicate accepts.</summary>
    public FieldSet Where(Func<string, bool> keep)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in _children)
        {
            if (keep(element))
            {
                result._children[element] = child;
            }
        }
        return result;
    }

    /// <summary>Replaces one child; an empty or null one goes away.</summary>
    public FieldSet With(string element, FieldSet? replacement)
    {
        var result = Where(name => name != element);
        if (replacement is { IsEmpty: false })
        {
            result._children[element] = replacement;
        }
        return result;
    }

    /// <summary>The same set without the path that leads here.</summary>
    public FieldSet WithoutSelf()
    {
        var result = Where(static _ => true);
        result.IsMember = false;
        return result;
    }

    public bool SetEquals(FieldSet other) =>
        IsMember == other.IsMember
        && _children.Count == other._children.Count
        && _children.All(child => other._children.TryGetValue(child.Key, out var match) && child.Value.SetEquals(match));

    /// <summary>Every path in the set, in order.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        if (IsMember)
        {
            yield return [];
        }
        foreach (var (element, child) in _children)
        {
            foreach (var path in child.Paths())
            {
                yield return [element, .. path];
            }
        }
    }

    private static FieldSet Combine(FieldSet? left, FieldSet? right, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(left?.IsMember == true, right?.IsMember == true) };
        foreach (var element in (left?._children.Keys ?? Enumerable.Empty<string>()).Union(right?._children.Keys ?? Enumerable.Empty<string>()))
        {
            var child = Combine(left?.Child(element), right?.Child(element), keep);
            if (!child.IsEmpty)
            {
                result._children[element] = child;
            }
        }
        return result;
    }
}
