using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>One thing a class with <c>[Webhook]</c> does.</summary>
/// <param name="IsMutating">Whether it is called to change objects.</param>
/// <param name="Object">What it is called with; null for handlers, who take anything.</param>
internal sealed record WebhookRole(bool IsMutating, ITypeSymbol? Object)
{
    /// <summary>What a class does by its interfaces; a handler only what the attribute says.</summary>
    public static IEnumerable<WebhookRole> Of(INamedTypeSymbol type, AttributeData attribute)
    {
        var wanted = WebhookSettings.Number(attribute, "Type");
        foreach (var one in type.AllInterfaces)
        {
            if (one.Is(WebhookTypes.Defaulter) && wanted != WebhookSettings.Validating)
            {
                yield return new WebhookRole(IsMutating: true, one.TypeArguments[0]);
            }
            else if (one.Is(WebhookTypes.Validator) && wanted != WebhookSettings.Mutating)
            {
                yield return new WebhookRole(IsMutating: false, one.TypeArguments[0]);
            }
            else if (one.Is(WebhookTypes.Handler) && wanted != 0)
            {
                yield return new WebhookRole(wanted == WebhookSettings.Mutating, null);
            }
        }
    }
}
