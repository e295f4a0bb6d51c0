using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>The types with <c>[KubernetesResource]</c> whose definitions this assembly makes: all but those with <c>[ExcludeFromCrd]</c>.</summary>
internal static class DefinedKinds
{
    public static bool Contains(ISymbol type) => type.GetAttributes().FindOwn("ExcludeFromCrd") is null;

    /// <summary>Whether there is one, and so the class <c>CustomResourceDefinitions</c>.</summary>
    public static IncrementalValueProvider<bool> Any(IncrementalGeneratorInitializationContext context) => context.SyntaxProvider
        .ForAttributeWithMetadataName(KnownTypes.KubernetesResource, (_, _) => true, (found, _) => Contains(found.TargetSymbol))
        .Collect()
        .Select((all, _) => all.Contains(true));
}
