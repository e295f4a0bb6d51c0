using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes apply forms of <c>[KubernetesResource]</c> types and of the types of the program that their fields reach.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ApplyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var forms = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.KubernetesResource,
                (_, _) => true,
                (found, _) => ApplyFormReader.Of((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation))
            .Collect()

            // Kinds and versions of kinds share nested types.
            .Select((all, _) => all.SelectMany(one => one).GroupBy(form => form.GlobalName).Select(same => same.First()).OrderBy(form => form.GlobalName, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName("ApplyForms");
        context.RegisterSourceOutput(forms, static (output, forms) =>
        {
            if (forms.Count == 0)
            {
                return;
            }

            var writer = SourceWriter.ForFile();
            foreach (var form in forms)
            {
                ApplyFormSource.Write(writer, form);
            }

            output.AddSource("ApplyForms.g.cs", writer.ToSourceText());
        });
    }
}
