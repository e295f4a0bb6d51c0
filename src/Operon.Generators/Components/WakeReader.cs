using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads <c>[Owns]</c> and <c>[Watches]</c>.</summary>
internal static class WakeReader
{
    public static bool IsWake(AttributeData attribute) =>
        attribute.AttributeClass.Is(KnownTypes.Owns) || attribute.AttributeClass.Is(KnownTypes.Watches) || attribute.AttributeClass.Is(KnownTypes.WatchesByMapper);

    /// <summary>What an attribute says; null when it does not hold together, which the analyzer tells.</summary>
    public static WakeModel? Of(INamedTypeSymbol reconciler, AttributeData attribute, Compilation compilation)
    {
        var watched = attribute.AttributeClass!.TypeArguments[0];
        if (KindReader.Of(watched, compilation) is not { } kind)
        {
            return null;
        }

        var filter = "";
        if (attribute.NamedText("Filter") is { } filterName)
        {
            if (ReconcilerMethods.Filter(reconciler, filterName, watched) is not { } method)
            {
                return null;
            }

            filter = $", filter: {ReconcilerMethods.Expression(method)}";
        }

        if (attribute.AttributeClass.Is(KnownTypes.Owns))
        {
            return new WakeModel(kind, $"Owns({kind.Expression}{filter}{(attribute.IsTrue("AllOwners") ? ", onlyController: false" : "")})", null);
        }

        if (attribute.AttributeClass.Is(KnownTypes.WatchesByMapper))
        {
            var mapper = attribute.AttributeClass.TypeArguments[1].GlobalName();
            return new WakeModel(
                kind, $"Watches({kind.Expression}, global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<{mapper}>(services).Map{filter})", mapper);
        }

        return attribute.ConstructorArguments.Length == 1 && ReconcilerMethods.Map(reconciler, attribute.ConstructorArguments[0].Value as string, watched) is { } map
            ? new WakeModel(kind, $"Watches({kind.Expression}, {ReconcilerMethods.Expression(map)}{filter})", null)
            : null;
    }
}
