using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Operon.Generators;

/// <summary>A JSON value: what manifests and schemas are made of before they become text. Compilers host no JSON library, so this is a small one.</summary>
internal abstract class JsonNode
{
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator JsonNode?(string? text) => text is null ? null : new JsonText(text);

    public static implicit operator JsonNode(bool value) => new JsonBoolean(value);

    public static implicit operator JsonNode(long value) => new JsonNumber(value);

    /// <summary>The value with sorted keys. <paramref name="indented"/>: two spaces a level, else on one line.</summary>
    public string ToJson(bool indented = false)
    {
        var text = new StringBuilder();
        Write(text, indented ? 0 : -1);
        return text.ToString();
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    public abstract JsonNode Clone();

    public override string ToString() => ToJson();

    /// <summary>Whether both are the same JSON value; the order of keys does not matter, that of items does.</summary>
    public static bool AreEqual(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => left.ToJson() == right.ToJson(),
    };

    /// <summary>Appends the value; <paramref name="depth"/> is the level of indentation, negative for none.</summary>
    internal abstract void Write(StringBuilder text, int depth);

    private protected static void NewLine(StringBuilder text, int depth)
    {
        if (depth >= 0)
        {
            text.Append('\n').Append(' ', depth * 2);
        }
    }
}
