namespace Operon.Cel;

/// <summary>An object whose fields are computed once, when first asked for.</summary>
internal sealed class ComputedObject(CelType type, Func<string, CelValue?> find) : CelMap
{
    private readonly Dictionary<string, CelValue?> found = new(StringComparer.Ordinal);

    public override int Count => type.Fields.Count;

    public override CelType Type => type;

    public override IEnumerable<CelValue> Keys => type.Fields.Keys.Select(name => new CelString(name));

    public override bool TryGet(CelValue key, out CelValue value)
    {
        value = CelNull.Instance;
        return key is CelString name && TryGetField(name.Text, out value);
    }

    public override bool TryGetField(string name, out CelValue value)
    {
        if (!found.TryGetValue(name, out var known))
        {
            found[name] = known = find(name);
        }
        value = known ?? CelNull.Instance;
        return known is not null;
    }
}
