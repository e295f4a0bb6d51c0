#if NET
using System.Text.Json.Nodes;

namespace Operon.Cel;

/// <summary>A JSON object as a map.</summary>
internal sealed class JsonEntries(JsonObject entries, CelType type) : CelMap
{
    public override int Count => entries.Count;

    public override CelType Type => type;

    public override IEnumerable<CelValue> Keys => entries.Select(entry => new CelString(entry.Key));

    public override bool TryGet(CelValue key, out CelValue value)
    {
        value = CelNull.Instance;
        return key is CelString name && TryGetField(name.Text, out value);
    }

    public override bool TryGetField(string name, out CelValue value)
    {
        var exists = entries.TryGetPropertyValue(name, out var node);
        value = exists ? CelJson.ToValue(node, type.Element) : CelNull.Instance;
        return exists;
    }
}
#endif
