using System.Text;

namespace Operon.Generators;

internal sealed class JsonBoolean(bool value) : JsonNode
{
    public bool Value { get; } = value;

    public override JsonNode Clone() => new JsonBoolean(Value);

    internal override void Write(StringBuilder text, int depth) => text.Append(Value ? "true" : "false");
}
