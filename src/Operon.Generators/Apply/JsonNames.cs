using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Names of properties on the wire, as System.Text.Json with camel case gives them.</summary>
internal static class JsonNames
{
    public static string Of(IPropertySymbol property) =>
        property.Attribute("System.Text.Json.Serialization.JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string name }] } ? name : CamelCase(property.Name);

    /// <summary>Lower case up to the last capital before a small letter: <c>URLPath</c> is <c>urlPath</c>.</summary>
    public static string CamelCase(string name)
    {
        var letters = name.ToCharArray();
        for (var index = 0; index < letters.Length && char.IsUpper(letters[index]); index++)
        {
            if (index > 0 && index + 1 < letters.Length && !char.IsUpper(letters[index + 1]))
            {
                break;
            }

            letters[index] = char.ToLowerInvariant(letters[index]);
        }

        return new string(letters);
    }
}
