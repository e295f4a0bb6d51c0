#if NET
using System.Text.Json.Nodes;

namespace Operon.Cel;

/// <summary>A JSON array as a list.</summary>
internal sealed class JsonElements(JsonArray array, CelType type) : CelList
{
    public override int Count => array.Count;

    public override CelType Type => type;

    public override CelValue Get(int index) => CelJson.ToValue(array[index], type.Element);
}
#endif
