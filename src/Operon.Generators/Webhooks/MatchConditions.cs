using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads <c>[MatchCondition]</c>.</summary>
internal static class MatchConditions
{
    public static IEnumerable<JsonNode> Of(INamedTypeSymbol type, bool isMutating)
    {
        foreach (var attribute in type.GetAttributes().Where(one => one.AttributeClass.Is(WebhookTypes.MatchCondition)))
        {
            if (WebhookSettings.Number(attribute, "Type") is var wanted && (wanted == 0 || wanted == WebhookSettings.Mutating == isMutating)
                && attribute.ConstructorArguments is [{ Value: string name }, { Value: string expression }])
            {
                yield return new JsonObject { { "name", name }, { "expression", expression } };
            }
        }
    }
}
