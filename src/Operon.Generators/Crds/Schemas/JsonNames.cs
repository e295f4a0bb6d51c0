using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>How members are called in JSON.</summary>
internal static class JsonNames
{
    private const string PropertyName = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
    private const string EnumMemberName = "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute";

    public static string Of(ISymbol member) => member.GetAttributes().Find(PropertyName)?.Argument(0) as string ?? CamelCase(member.Name);

    public static string OfEnum(IFieldSymbol member) => member.GetAttributes().Find(EnumMemberName)?.Argument(0) as string ?? member.Name;

    /// <summary>As <c>JsonNamingPolicy.CamelCase</c>: a run of capitals becomes small, but for the last one before a small letter.</summary>
    public static string CamelCase(string name)
    {
        if (name.Length == 0 || !char.IsUpper(name[0]))
        {
            return name;
        }

        var characters = name.ToCharArray();
        for (var index = 0; index < characters.Length; index++)
        {
            if (index == 1 && !char.IsUpper(characters[index]))
            {
                break;
            }

            var hasNext = index + 1 < characters.Length;
            if (index > 0 && hasNext && !char.IsUpper(characters[index + 1]))
            {
                if (characters[index + 1] == ' ')
                {
                    characters[index] = char.ToLowerInvariant(characters[index]);
                }

                break;
            }

            characters[index] = char.ToLowerInvariant(characters[index]);
        }

        return new string(characters);
    }
}
