using System.Text;

namespace Operon.Generators;

internal sealed class JsonNull : JsonNode
{
    public static JsonNull Instance { get; } = new();

    public override JsonNode Clone() => this;

    internal override void Write(StringBuilder text, int depth) => text.Append("null");
}
