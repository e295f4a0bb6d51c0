using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operon.Kubernetes;

/// <summary>JSON nodes to emitter events.</summary>
internal static class YamlWriter
{
    public static string Write(JsonNode? node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false, indentSequences: false));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                emitter.Emit(new MappingStart(null, null, true, json.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in json)
                {
                    EmitString(emitter, name);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray array:
                emitter.Emit(new SequenceStart(null, null, true, array.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in array)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                EmitString(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static void EmitString(Emitter emitter, string text)
    {
        var style = Style(text);
        emitter.Emit(new Scalar(null, null, text, style, true, true));
    }

    private static ScalarStyle Style(string text)
    {
        var body = text.AsSpan();
        if (body.ContainsAnyInRange('\0', '\t') || body.ContainsAnyInRange('\v', '\u001f') || text == "<<")
        {
            return ScalarStyle.DoubleQuoted;
        }

        if (body.Contains('\n'))
        {
            return body[0] is ' ' or '\n' ? ScalarStyle.DoubleQuoted : ScalarStyle.Literal;
        }

        return YamlScalar.IsPlainString(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted;
    }
}
