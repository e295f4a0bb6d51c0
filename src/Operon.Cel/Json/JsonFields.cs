#if NET
using System.Text.Json.Nodes;

namespace Operon.Cel;

/// <summary>A JSON object as an object with declared fields.</summary>
internal sealed class JsonFields(JsonObject entries, CelType type) : CelMap
{
    public override int Count => type.Fields.Values.Count(f => entries.ContainsKey(f.PropertyName));

    public override CelType Type => type;

    public override IEnumerable<CelValue> Keys =>
        type.Fields.Values.Where(f => entries.ContainsKey(f.PropertyName)).Select(f => new CelString(f.Name));

    public override bool TryGet(CelValue key, out CelValue value)
    {
        value = CelNull.Instance;
        return key is CelString name && TryGetField(name.Text, out value);
    }

    public override bool TryGetField(string name, out CelValue value)
    {
        value = CelNull.Instance;
        if (!type.Fields.TryGetValue(name, out var field) || !entries.TryGetPropertyValue(field.PropertyName, out var node))
        {
            return false;
        }
        value = CelJson.ToValue(node, field.Type);
        return true;
    }
}
#endif
