using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes definitions and <c>ICustomResource</c> implementations of the types with <c>[KubernetesResource]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class CustomResourceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
