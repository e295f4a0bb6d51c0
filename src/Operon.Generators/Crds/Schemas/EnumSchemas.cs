using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class EnumSchemas
{
    private const string JsonConverter = "System.Text.Json.Serialization.JsonConverterAttribute";
    private const string StringEnumConverter = "System.Text.Json.Serialization.JsonStringEnumConverter";

    public static JsonObject Of(INamedTypeSymbol type)
    {
        var schema = new JsonObject { { "type", "string" } };
        // Several names at once are written with commas, which no enum can list.
        if (type.GetAttributes().Find("System.FlagsAttribute") is null)
        {
            schema["enum"] = new JsonArray(Names(type));
        }

        return schema;
    }

    public static IEnumerable<string> Names(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(JsonNames.OfEnum).Distinct();

    /// <summary>The JSON name of the member with a value, or null when no member has it.</summary>
    public static string? NameOf(INamedTypeSymbol type, object? value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value)) is { } member
            ? JsonNames.OfEnum(member)
            : null;

    /// <summary>Whether it is written by names: by a converter on the type or on the member.</summary>
    public static bool IsWrittenAsText(INamedTypeSymbol type, SchemaMember? member) =>
        IsStringConverter(type.GetAttributes()) || (member is not null && IsStringConverter(member.Attributes));

    private static bool IsStringConverter(IEnumerable<AttributeData> attributes) =>
        attributes.Find(JsonConverter)?.ConstructorArguments is [{ Value: INamedTypeSymbol converter }] && IsStringConverter(converter);

    private static bool IsStringConverter(INamedTypeSymbol? converter) =>
        converter is not null && (converter.FullName() == StringEnumConverter || IsStringConverter(converter.BaseType));
}
