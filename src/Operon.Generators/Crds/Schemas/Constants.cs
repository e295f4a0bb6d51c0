using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Constants of C# as JSON.</summary>
internal static class Constants
{
    /// <summary>The JSON of a constant where a value of <paramref name="target"/> is wanted; null when it has none.</summary>
    public static JsonNode? ToJson(object? value, ITypeSymbol? target)
    {
        if (target?.WithoutNullable() is INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
        {
            return value is string name ? name : EnumSchemas.NameOf(type, value) is { } member ? member : null;
        }

        return value switch
        {
            null => JsonNull.Instance,
            string text => text,
            char character => character.ToString(),
            bool flag => flag,
            ulong number => new JsonNumber(number),
            decimal number => new JsonNumber(number),
            float number => new JsonNumber(number),
            double number => new JsonNumber(number),
            IConvertible number => new JsonNumber(number.ToInt64(CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    public static JsonNode? ToJson(TypedConstant constant, ITypeSymbol? target) => constant.Kind switch
    {
        TypedConstantKind.Error or TypedConstantKind.Type => null,
        TypedConstantKind.Array when constant.IsNull => JsonNull.Instance,
        TypedConstantKind.Array => constant.Values.Select(value => ToJson(value, null)).ToList() is var items && items.All(item => item is not null)
            ? new JsonArray(items.OfType<JsonNode>())
            : null,
        // An enum member of an attribute argument typed as object still knows its enum.
        TypedConstantKind.Enum => ToJson(constant.Value, constant.Type),
        _ => ToJson(constant.Value, target),
    };
}
