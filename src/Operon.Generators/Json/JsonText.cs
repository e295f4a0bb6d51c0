using System.Globalization;
using System.Text;

namespace Operon.Generators;

internal sealed class JsonText(string value) : JsonNode
{
    public string Value { get; } = value;

    public override JsonNode Clone() => new JsonText(Value);

    internal static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ':
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }

    internal override void Write(StringBuilder text, int depth) => Append(text, Value);
}
