using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operon.Kubernetes;

/// <summary>Which JSON value a scalar stands for.</summary>
internal static partial class YamlScalar
{
    private const string StringTag = "tag:yaml.org,2002:str";
    private const string BinaryTag = "tag:yaml.org,2002:binary";

    public static JsonNode? Read(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value is StringTag or "!" or BinaryTag)
        {
            return JsonValue.Create(scalar.Value);
        }

        return scalar.Style is ScalarStyle.Plain ? Plain(scalar.Value) : JsonValue.Create(scalar.Value);
    }

    /// <summary>Whether <paramref name="text"/> written plainly would read back as a string.</summary>
    public static bool IsPlainString(string text) => Plain(text) is JsonValue value && value.TryGetValue<string>(out _);

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ => "+-.0123456789".Contains(text[0], StringComparison.Ordinal) ? Number(text) : JsonValue.Create(text),
    };

    private static JsonValue Number(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer().Match(digits) is { Success: true } match && digits[0] != '_')
        {
            return Whole(match, text);
        }

        return Float().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static JsonValue Whole(Match match, string text)
    {
        var negative = match.Groups["sign"].Value == "-";
        var (body, radix) = match.Groups switch
        {
            var g when g["hex"].Success => (g["hex"].Value, 16),
            var g when g["binary"].Success => (g["binary"].Value, 2),
            var g when g["octal"].Success => (g["octal"].Value, 8),
            var g => (g["decimal"].Value, 10),
        };
        UInt128 value = 0;
        foreach (var digit in body)
        {
            value = (value * (uint)radix) + (uint)Convert.ToInt32(digit.ToString(), 16);
            if (value > ulong.MaxValue)
            {
                return radix == 10 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large)
                    ? JsonValue.Create(large)
                    : JsonValue.Create(text);
            }
        }

        var limit = (UInt128)long.MaxValue + (negative ? 1u : 0u);
        return value <= limit
            ? JsonValue.Create(negative ? (long)-(Int128)value : (long)value)
            : negative ? JsonValue.Create(-(double)value) : JsonValue.Create((ulong)value);
    }

    [GeneratedRegex("^(?<sign>[-+]?)(0x(?<hex>[0-9a-fA-F]+)|0b(?<binary>[01]+)|0o?(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))$", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}
