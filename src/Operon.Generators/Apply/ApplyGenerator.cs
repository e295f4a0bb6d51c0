using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes apply forms of <c>[KubernetesResource]</c> types and the types of the program that their fields reach, and of models that the assembly asks for.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ApplyGenerator : IIncrementalGenerator
{
    /// <summary>Below the root namespace, forms of models have a namespace of their own.</summary>
    private const string NamespaceOfModels = "ApplyForms";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var own = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.KubernetesResource,
                (_, _) => true,
                (found, _) => ApplyFormReader.Of((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation))
            .Collect()
            .Select((all, _) => Distinct(all))
            .WithTrackingName("ApplyForms");
        var rootNamespace = context.AnalyzerConfigOptionsProvider
            .Combine(context.CompilationProvider)
            .Select((both, _) => ProjectOptions.From(both.Left.GlobalOptions, both.Right.AssemblyName).RootNamespace);
        var asked = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.ApplyForm,
                (_, _) => true,
                (found, _) => found.Attributes.Select(one => Types.FullName(one.AttributeClass!.TypeArguments[0])).ToEquatableArray())
            .Collect()
            .Select((all, _) => all.SelectMany(names => names).Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray());

        // Models are of a reference: they change with it and the attributes only, but a step needs the compilation to look at them, and compares what it found.
        var models = asked.Combine(rootNamespace).Combine(context.CompilationProvider)
            .Select((found, _) => found.Left.Left.Count == 0 ? EquatableArray<ApplyFormModel>.Empty : OfModels(found.Left.Left, found.Left.Right, found.Right))
            .WithTrackingName("ModelApplyForms");
        context.RegisterSourceOutput(own, static (output, forms) => Write(output, "ApplyForms.g.cs", forms));
        context.RegisterSourceOutput(models, static (output, forms) => Write(output, "ModelApplyForms.g.cs", forms));
    }

    private static EquatableArray<ApplyFormModel> OfModels(IEnumerable<string> models, string rootNamespace, Compilation compilation) => Distinct(
        [.. models.Select(name => compilation.GetTypeByMetadataName(name)).OfType<INamedTypeSymbol>()
            .Select(model => ApplyFormReader.OfModel(model, compilation, rootNamespace.Length > 0 ? $"{rootNamespace}.{NamespaceOfModels}" : NamespaceOfModels))]);

    // Kinds and versions of kinds share nested types.
    private static EquatableArray<ApplyFormModel> Distinct(ImmutableArray<EquatableArray<ApplyFormModel>> all) => all
        .SelectMany(one => one)
        .GroupBy(form => form.GlobalName)
        .Select(same => same.First())
        .OrderBy(form => form.GlobalName, StringComparer.Ordinal)
        .ToEquatableArray();

    private static void Write(SourceProductionContext output, string file, EquatableArray<ApplyFormModel> forms)
    {
        if (forms.Count == 0)
        {
            return;
        }

        // Deprecated versions and fields have forms, too.
        var writer = SourceWriter.ForFile().Line("#pragma warning disable CS0612, CS0618");
        foreach (var form in forms)
        {
            ApplyFormSource.Write(writer, form);
        }

        output.AddSource(file, writer.ToSourceText());
    }
}
