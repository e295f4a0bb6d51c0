using System.Globalization;
using System.Text;

namespace Operon.Generators;

/// <summary>A number, kept as it is written, so that no digit is lost.</summary>
internal sealed class JsonNumber : JsonNode
{
    public JsonNumber(long value) => Literal = value.ToString(CultureInfo.InvariantCulture);

    public JsonNumber(ulong value) => Literal = value.ToString(CultureInfo.InvariantCulture);

    public JsonNumber(decimal value) => Literal = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number is written without a fraction.</summary>
    public JsonNumber(double value) => Literal = value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private JsonNumber(string literal) => Literal = literal;

    public string Literal { get; }

    public double Value => double.Parse(Literal, NumberStyles.Float, CultureInfo.InvariantCulture);

    public bool IsInteger => long.TryParse(Literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || Value == Math.Floor(Value);

    public static JsonNumber Parse(string literal) => new(literal);

    public override JsonNode Clone() => new JsonNumber(Literal);

    internal override void Write(StringBuilder text, int depth) => text.Append(Literal);
}
