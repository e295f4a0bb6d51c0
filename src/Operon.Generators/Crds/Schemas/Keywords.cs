using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Turns validation attributes, those of .NET and ours, into keywords of a schema.</summary>
internal sealed class Keywords(IFindings findings)
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    /// <summary>Adds the keywords of the attributes of a field or type.</summary>
    public void Apply(JsonObject schema, IEnumerable<AttributeData> attributes, ITypeSymbol type, Place place)
    {
        foreach (var attribute in attributes)
        {
            var at = place with { Location = attribute.Location() ?? place.Location };
            var name = attribute.FullName();
            if (name.StartsWith(Annotations, StringComparison.Ordinal))
            {
                ApplyAnnotation(schema, name.Substring(Annotations.Length), attribute, type, at);
            }
            else if (name.StartsWith("Operon.Kubernetes.", StringComparison.Ordinal))
            {
                ApplyOwn(schema, name.Substring("Operon.Kubernetes.".Length), attribute, at);
            }
            else if (name == "System.ComponentModel.DisplayNameAttribute" && attribute.Argument(0) is string title)
            {
                schema["title"] = title;
            }
        }

        CheckBounds(schema, place);
    }

    private void ApplyAnnotation(JsonObject schema, string name, AttributeData attribute, ITypeSymbol type, Place place)
    {
        switch (name)
        {
            case "RangeAttribute":
                Range(schema, attribute, place);
                break;
            case "StringLengthAttribute":
                Length(schema, "StringLength", attribute.Named("MinimumLength")?.Value as int?, attribute.Argument(0) as int?, place);
                break;
            case "MinLengthAttribute":
                Length(schema, "MinLength", attribute.Argument(0) as int?, null, place);
                break;
            case "MaxLengthAttribute":
                Length(schema, "MaxLength", null, attribute.Argument(0) as int?, place);
                break;
            case "LengthAttribute":
                Length(schema, "Length", attribute.Argument(0) as int?, attribute.Argument(1) as int?, place);
                break;
            case "RegularExpressionAttribute" when attribute.Argument(0) is string pattern:
                Pattern(schema, "RegularExpression", pattern, place);
                break;
            case "AllowedValuesAttribute":
                schema.Constrain("enum", Values(attribute, type));
                break;
            case "DeniedValuesAttribute":
                schema.Append("allOf", new JsonObject { { "not", new JsonObject { { "enum", Values(attribute, type) } } } });
                break;
            case "EmailAddressAttribute":
                Format(schema, "EmailAddress", "email", place);
                break;
            case "UrlAttribute":
                Format(schema, "Url", "uri", place);
                break;
            case "Base64StringAttribute":
                Format(schema, "Base64String", "byte", place);
                break;
            case "DisplayAttribute" when attribute.NamedText("Name") is { } title:
                schema["title"] = title;
                break;
        }
    }

    private void ApplyOwn(JsonObject schema, string name, AttributeData attribute, Place place)
    {
        switch (name)
        {
            case "MinimumAttribute" when attribute.Argument(0) is double minimum:
                Bound(schema, "Minimum", minimum, attribute.IsTrue("IsExclusive"), place);
                break;
            case "MaximumAttribute" when attribute.Argument(0) is double maximum:
                Bound(schema, "Maximum", maximum, attribute.IsTrue("IsExclusive"), place);
                break;
            case "MultipleOfAttribute" when attribute.Argument(0) is double divisor:
                MultipleOf(schema, divisor, place);
                break;
            case "PropertyCountAttribute":
                Named(schema, attribute, "Minimum", "minProperties");
                Named(schema, attribute, "Maximum", "maxProperties");
                break;
            case "FormatAttribute" when attribute.Argument(0) is string format:
                schema["format"] = format;
                break;
            case "NullableAttribute":
                schema["nullable"] = true;
                break;
            case "ExampleAttribute" when attribute.Argument(0) is string example:
                schema["example"] = JsonOrText(example);
                break;
            case "ExternalDocsAttribute" when attribute.Argument(0) is string url:
                schema["externalDocs"] = new JsonObject { { "url", url } };
                if (attribute.NamedText("Description") is { } description)
                {
                    schema.Object("externalDocs")!["description"] = description;
                }

                break;
            case "PreserveUnknownFieldsAttribute":
                schema["x-kubernetes-preserve-unknown-fields"] = true;
                break;
            case "EmbeddedResourceAttribute":
                EmbeddedResource(schema, place);
                break;
            case "ItemsAttribute":
                Items(schema, attribute, place);
                break;
            case "SchemaTypeAttribute":
                Keys(schema, attribute, place);
                break;
        }
    }

    /// <summary>The keywords that are named arguments: those of <c>[SchemaType]</c> and <c>[Items]</c>.</summary>
    private void Keys(JsonObject schema, AttributeData attribute, Place place)
    {
        foreach (var (argument, keyword) in _numbers)
        {
            Named(schema, attribute, argument, keyword);
        }

        foreach (var (argument, keyword) in _flags)
        {
            if (attribute.IsTrue(argument))
            {
                schema[keyword] = true;
            }
        }

        if (attribute.NamedText("Pattern") is { } pattern)
        {
            Pattern(schema, "Items", pattern, place);
        }

        if (attribute.NamedText("Format") is { } format)
        {
            schema["format"] = format;
        }

        if (attribute.NamedText("Title") is { } title)
        {
            schema["title"] = title;
        }

        if (attribute.Named("Enum") is { } names)
        {
            schema.Constrain("enum", new JsonArray(names.Texts()));
        }
    }

    private static readonly (string Argument, string Keyword)[] _numbers =
    [
        ("Minimum", "minimum"), ("Maximum", "maximum"), ("MultipleOf", "multipleOf"), ("MinLength", "minLength"), ("MaxLength", "maxLength"),
        ("MinItems", "minItems"), ("MaxItems", "maxItems"), ("MinProperties", "minProperties"), ("MaxProperties", "maxProperties"),
    ];

    private static readonly (string Argument, string Keyword)[] _flags =
    [
        ("ExclusiveMinimum", "exclusiveMinimum"), ("ExclusiveMaximum", "exclusiveMaximum"), ("Nullable", "nullable"),
        ("PreserveUnknownFields", "x-kubernetes-preserve-unknown-fields"), ("EmbeddedResource", "x-kubernetes-embedded-resource"),
    ];

    private static void Named(JsonObject schema, AttributeData attribute, string argument, string keyword)
    {
        switch (attribute.Named(argument)?.Value)
        {
            case int count:
                schema.Constrain(keyword, count);
                break;
            case double number:
                schema.Constrain(keyword, new JsonNumber(number));
                break;
        }
    }

    private void Items(JsonObject schema, AttributeData attribute, Place place)
    {
        var target = schema;
        for (var depth = attribute.Named("Depth")?.Value as int? ?? 1; depth > 0; depth--)
        {
            target = target?.Inner();
        }

        if (target is null)
        {
            findings.Add(CrdRules.WrongPlace, place.Location, "Items", place.Display, "it has no items of that depth");
            return;
        }

        if (attribute.NamedText("Type") is { } type)
        {
            SchemaTypes.Set(target, type);
        }

        Keys(target, attribute, place);
        CheckBounds(target, place);
    }

    private void Range(JsonObject schema, AttributeData attribute, Place place)
    {
        // The overload (Type, string, string) carries its bounds as text.
        var first = attribute.ConstructorArguments.Length == 3 ? 1 : 0;
        if (Number(attribute.Argument(first)) is not { } minimum || Number(attribute.Argument(first + 1)) is not { } maximum)
        {
            findings.Add(CrdRules.WrongPlace, place.Location, "Range", place.Display, "its bounds are no numbers");
            return;
        }

        // The largest numbers of a type mean "no bound".
        if (!IsLimit(minimum, int.MinValue, long.MinValue, double.MinValue))
        {
            Bound(schema, "Minimum", minimum, attribute.IsTrue("MinimumIsExclusive"), place);
        }

        if (!IsLimit(maximum, int.MaxValue, long.MaxValue, double.MaxValue))
        {
            Bound(schema, "Maximum", maximum, attribute.IsTrue("MaximumIsExclusive"), place);
        }
    }

    private static bool IsLimit(double value, params double[] limits) => double.IsInfinity(value) || limits.Contains(value);

    private static double? Number(object? value) => value switch
    {
        int number => number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private void Bound(JsonObject schema, string name, double value, bool isExclusive, Place place)
    {
        var type = schema.Text("type");
        if (type is not ("integer" or "number") && !schema.IsTrue("x-kubernetes-int-or-string"))
        {
            findings.Add(CrdRules.WrongPlace, place.Location, name, place.Display, $"bounds are for numbers, and it is a {type ?? "value of any type"}");
            return;
        }

        if (type == "integer" && value != Math.Floor(value))
        {
            findings.Add(CrdRules.WrongPlace, place.Location, name, place.Display, "the bound of an integer is an integer");
            return;
        }

        schema.Constrain(name.ToLowerInvariant(), new JsonNumber(value));
        if (isExclusive)
        {
            schema[$"exclusive{name}"] = true;
        }
    }

    private void MultipleOf(JsonObject schema, double divisor, Place place)
    {
        if (schema.Text("type") is not ("integer" or "number") || divisor <= 0)
        {
            findings.Add(CrdRules.WrongPlace, place.Location, "MultipleOf", place.Display, "it is for numbers, and the divisor is above zero");
            return;
        }

        schema.Constrain("multipleOf", new JsonNumber(divisor));
    }

    private void Length(JsonObject schema, string attribute, int? minimum, int? maximum, Place place)
    {
        var what = schema.Text("type") switch
        {
            "string" => "Length",
            "array" => "Items",
            "object" => "Properties",
            _ => null,
        };
        if (what is null)
        {
            findings.Add(CrdRules.WrongPlace, place.Location, attribute, place.Display, "lengths are for strings, lists and dictionaries");
            return;
        }

        if (minimum is { } least)
        {
            schema.Constrain($"min{what}", least);
        }

        // MaxLengthAttribute without argument means no bound.
        if (maximum is { } most and >= 0)
        {
            schema.Constrain($"max{what}", most);
        }
    }

    private void Pattern(JsonObject schema, string attribute, string pattern, Place place)
    {
        if (schema.Text("type") != "string")
        {
            findings.Add(CrdRules.WrongPlace, place.Location, attribute, place.Display, "patterns are for strings; for the items of a list use [Items(Pattern = ...)]");
            return;
        }

        if (Patterns.Problem(pattern) is { } problem)
        {
            findings.Add(CrdRules.NotRe2, place.Location, place.Display, problem);
            return;
        }

        var anchored = Patterns.Anchor(pattern);
        if (anchored != pattern)
        {
            findings.Add(CrdRules.Unanchored, place.Location, place.Display, anchored);
        }

        schema.Constrain("pattern", anchored);
    }

    private void Format(JsonObject schema, string attribute, string format, Place place)
    {
        if (schema.Text("type") != "string")
        {
            findings.Add(CrdRules.WrongPlace, place.Location, attribute, place.Display, "it is for strings");
            return;
        }

        schema["format"] = format;
    }

    private void EmbeddedResource(JsonObject schema, Place place)
    {
        if (schema.Text("type") is not (null or "object"))
        {
            findings.Add(CrdRules.WrongPlace, place.Location, "EmbeddedResource", place.Display, "it is for objects");
            return;
        }

        schema["type"] = "object";
        schema["x-kubernetes-embedded-resource"] = true;
        if (schema.Object("properties") is not { } properties)
        {
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        }
        else if (properties.ContainsKey("metadata"))
        {
            // Servers know what metadata is, and refuse a schema for more than its names.
            properties["metadata"] = new JsonObject { { "type", "object" } };
        }
    }

    private static JsonArray Values(AttributeData attribute, ITypeSymbol type) => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array } values, ..]
        ? new JsonArray(values.Values.Select(value => Constants.ToJson(value, type)).OfType<JsonNode>())
        : [];

    private static JsonNode JsonOrText(string text)
    {
        try
        {
            return JsonReader.Parse(text);
        }
        catch (FormatException)
        {
            return text;
        }
    }

    private void CheckBounds(JsonObject schema, Place place)
    {
        foreach (var (low, high) in _pairs)
        {
            if (schema[low] is JsonNumber minimum && schema[high] is JsonNumber maximum)
            {
                var isOpen = (schema.IsTrue("exclusiveMinimum") || schema.IsTrue("exclusiveMaximum")) && low == "minimum";
                if (minimum.Value > maximum.Value || (isOpen && minimum.Value >= maximum.Value))
                {
                    findings.Add(CrdRules.BadBounds, place.Location, place.Display, $"{low} is {minimum.Literal}, {high} is {maximum.Literal}");
                }
            }
        }

        foreach (var (low, _) in _pairs.Skip(1))
        {
            if (schema[low] is JsonNumber { Value: < 0 } negative)
            {
                findings.Add(CrdRules.BadBounds, place.Location, place.Display, $"{low} is {negative.Literal}, which is below zero");
            }
        }
    }

    private static readonly (string Low, string High)[] _pairs =
        [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];
}
