using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>
/// Makes definitions and <c>ICustomResource</c> implementations of the types with <c>[KubernetesResource]</c>. What is wrong with them is
/// told by <see cref="CustomResourceAnalyzer"/>, so that no step here depends on places in the source.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CustomResourceGenerator : IIncrementalGenerator
{
    /// <summary>Names of the steps, by which tests follow what is done again after an edit.</summary>
    public const string VersionsStep = "Versions", DefinitionsStep = "Definitions";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var contexts = context.SyntaxProvider.ForAttributeWithMetadataName(
                Types.JsonSerializable,
                static (node, _) => true,
                static (found, _) => JsonContextReader.Read((INamedTypeSymbol)found.TargetSymbol))
            .Where(static model => model is not null)
            .Collect()
            .Select(static (models, _) => models.Select(model => model!).Distinct().OrderBy(model => model.GlobalName, StringComparer.Ordinal).ToEquatableArray());

        var versions = context.SyntaxProvider.ForAttributeWithMetadataName(
                Types.KubernetesResource,
                static (node, _) => true,
                static (found, _) => VersionReader.Read(found.SemanticModel.Compilation, (INamedTypeSymbol)found.TargetSymbol, found.Attributes[0]))
            .WithTrackingName(VersionsStep);

        var converted = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => ConvertedKinds.MayConvert(node),
                static (found, cancellationToken) => found.SemanticModel.GetDeclaredSymbol(found.Node, cancellationToken) is INamedTypeSymbol type
                    ? ConvertedKinds.Of(type)
                    : EquatableArray<string>.Empty)
            .Collect()
            .Select(static (kinds, _) => kinds.SelectMany(kind => kind).Distinct().OrderBy(kind => kind, StringComparer.Ordinal).ToEquatableArray());

        var options = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName))
            .Select(static (found, _) => ProjectOptions.From(found.Left.GlobalOptions, found.Right));

        var definitions = versions.Collect().Combine(options).Combine(converted)
            .Select(static (found, _) => Definitions(found.Left.Left, found.Left.Right, found.Right))
            .WithTrackingName(DefinitionsStep);

        context.RegisterSourceOutput(versions.Combine(contexts), static (output, found) =>
        {
            var (model, known) = found;
            if (model.Type.IsPartial)
            {
                var context = known.FirstOrDefault(candidate => candidate.Types.Contains(model.Type.GlobalName));
                output.AddSource($"{FileName(model)}.Resource.g.cs", ResourceSource.Of(model, context?.GlobalName));
            }
        });

        context.RegisterSourceOutput(definitions.Combine(options.Select(static (found, _) => found.RootNamespace)), static (output, found) =>
        {
            var (made, rootNamespace) = found;
            if (made.Count > 0)
            {
                output.AddSource("CustomResourceDefinitions.g.cs", DefinitionsSource.Of(made, rootNamespace));
                output.AddSource("CustomResourceDefinitions.Manifests.g.cs", ManifestSource.Of(made.Select(definition => (definition.Path, definition.Json))));
            }
        });
    }

    private static EquatableArray<Definition> Definitions(ImmutableArray<VersionModel> versions, ProjectOptions options, EquatableArray<string> converted) => versions
        .Where(version => !version.IsExcluded)
        .GroupBy(version => ConvertedKinds.Key(version.Group, version.Kind), StringComparer.Ordinal)
        .Select(kind => DefinitionBuilder.Build([.. kind], options, converted.Contains(kind.Key)))
        .OrderBy(definition => definition.Path, StringComparer.Ordinal)
        .ToEquatableArray();

    private static string FileName(VersionModel model) => model.Type.Namespace.Length == 0 ? model.Type.Name : $"{model.Type.Namespace}.{model.Type.Name}";
}
