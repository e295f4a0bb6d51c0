namespace Operon.Cel;

/// <summary>A map of evaluated entries; keys that are equal numbers are one key.</summary>
internal sealed class MapBuilder : CelMap
{
    private readonly Dictionary<CelValue, CelValue> entries = new(ValueComparer.Instance);

    public override int Count => entries.Count;

    public override IEnumerable<CelValue> Keys => entries.Keys;

    public bool Add(CelValue key, CelValue value)
    {
        if (entries.ContainsKey(key))
        {
            return false;
        }
        entries.Add(key, value);
        return true;
    }

    public void Set(CelValue key, CelValue value) => entries[key] = value;

    public override bool TryGet(CelValue key, out CelValue value) => entries.TryGetValue(key, out value!);
}
