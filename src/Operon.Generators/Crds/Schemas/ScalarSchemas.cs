using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Schemas of .NET's own scalar types, as <c>KubernetesJson</c> writes them.</summary>
internal static class ScalarSchemas
{
    private static readonly JsonObject _anything = new() { { "x-kubernetes-preserve-unknown-fields", true } };

    /// <summary>The schema, or null when the type is no scalar.</summary>
    public static JsonObject? Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Typed("boolean"),
        SpecialType.System_String => Typed("string"),
        SpecialType.System_Char => new() { { "type", "string" }, { "minLength", 1 }, { "maxLength", 1 } },
        SpecialType.System_Int32 => Typed("integer", "int32"),
        SpecialType.System_Int64 => Typed("integer", "int64"),
        // What does not fit the C# type must not get past the server, or nobody could read the object any more.
        SpecialType.System_SByte => Integer(sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Byte => Integer(byte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 => Integer(short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 => Integer(ushort.MinValue, ushort.MaxValue),
        SpecialType.System_UInt32 => new() { { "type", "integer" }, { "format", "int64" }, { "minimum", 0 }, { "maximum", uint.MaxValue } },
        SpecialType.System_UInt64 => new() { { "type", "integer" }, { "format", "int64" }, { "minimum", 0 } },
        SpecialType.System_Single => Typed("number", "float"),
        SpecialType.System_Double => Typed("number", "double"),
        SpecialType.System_Decimal => Typed("number"),
        SpecialType.System_DateTime => Typed("string", "date-time"),
        _ => ByName(type),
    };

    public static bool IsFloatingPoint(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    private static JsonObject? ByName(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
        {
            return Typed("string", "byte");
        }

        return type.FullName() switch
        {
            "System.DateTimeOffset" => Typed("string", "date-time"),
            "System.DateOnly" => Typed("string", "date"),
            "System.TimeOnly" => new() { { "type", "string" }, { "pattern", @"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$" } },
            "System.TimeSpan" => Typed("string", "duration"),
            "System.Guid" => Typed("string", "uuid"),
            "System.Uri" => Typed("string", "uri"),
            "System.Net.IPAddress" => new() { { "type", "string" }, { "anyOf", new JsonArray([Format("ipv4"), Format("ipv6")]) } },
            "System.Net.IPNetwork" => Typed("string", "cidr"),
            "System.ReadOnlyMemory" or "System.Memory" when type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } => Typed("string", "byte"),
            "System.Text.Json.Nodes.JsonNode" or "System.Text.Json.JsonElement" or "System.Text.Json.JsonDocument" => (JsonObject)_anything.Clone(),
            "System.Text.Json.Nodes.JsonObject" => new() { { "type", "object" }, { "x-kubernetes-preserve-unknown-fields", true } },
            "System.Text.Json.Nodes.JsonArray" => new() { { "type", "array" }, { "items", _anything.Clone() } },
            "k8s.Models.IntOrString" => ModelSchemas.Find("IntOrString"),
            "k8s.Models.ResourceQuantity" => ModelSchemas.Find("ResourceQuantity"),
            _ => null,
        };
    }

    private static JsonObject Typed(string type) => new() { { "type", type } };

    private static JsonObject Typed(string type, string format) => new() { { "type", type }, { "format", format } };

    private static JsonObject Format(string name) => new() { { "format", name } };

    private static JsonObject Integer(long minimum, long maximum) =>
        new() { { "type", "integer" }, { "format", "int32" }, { "minimum", minimum }, { "maximum", maximum } };
}
