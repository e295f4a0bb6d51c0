using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes the operator's roles of <c>[Rbac]</c> attributes, and roles for people of the kinds that the assembly defines.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RbacGenerator : IIncrementalGenerator
{
    private const string DefaultRoleName = "manager-role";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var rules = Rules(context, KnownTypes.Rbac)
            .Combine(Rules(context, KnownTypes.RbacOfType))
            .Combine(Rules(context, KnownTypes.RbacUrl))
            .Select((all, _) => all.Left.Left.Concat(all.Left.Right).Concat(all.Right).ToEquatableArray())
            .WithTrackingName("RbacRules");
        var kinds = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownTypes.KubernetesResource, (_, _) => true, (found, _) => DefinedKinds.Contains(found.TargetSymbol) ? KindReader.Of((ITypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation) : null)
            .Where(kind => kind is not null)
            .Collect()
            .Select((all, _) => all.Select(kind => kind! with { Expression = "" }).ToEquatableArray())
            .WithTrackingName("RbacKinds");
        var settings = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider).Select((both, _) => (
            Role: both.Left.GlobalOptions.TryGetValue("build_property.RbacRoleName", out var name) && name.Length > 0 ? name : DefaultRoleName,
            Project: ProjectName(both.Right.AssemblyName)));
        context.RegisterSourceOutput(rules.Combine(kinds).Combine(settings), static (output, all) =>
        {
            var ((rules, kinds), (role, project)) = all;
            List<(string Path, string Json)> manifests = [.. OfKinds(kinds, project)];
            if (RoleManifests.OfOperator(rules, role) is { } roles)
            {
                manifests.Add(("rbac/role.yaml", roles.ToJson()));
            }

            if (manifests.Count > 0)
            {
                output.AddSource("Rbac.g.cs", ManifestSource.Of(manifests));
            }
        });
    }

    private static IncrementalValueProvider<EquatableArray<RbacRule>> Rules(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            (_, _) => true,
            (found, _) => found.Attributes.Select(one => RbacReader.Of(one, found.SemanticModel.Compilation)).OfType<RbacRule>().ToEquatableArray())
        .Collect()
        .Select((all, _) => all.SelectMany(rules => rules).ToEquatableArray());

    // Versions of a kind share their roles; a kind that two groups have is told apart by the group, as in kubebuilder's multigroup layout.
    private static IEnumerable<(string Path, string Json)> OfKinds(EquatableArray<KindModel> kinds, string project) => kinds
        .GroupBy(kind => kind.Kind)
        .SelectMany(sameName => sameName.GroupBy(kind => kind.Group).Select(versions => (
            Kind: versions.First() with { HasStatus = versions.Any(kind => kind.HasStatus) },
            Prefix: sameName.Select(kind => kind.Group).Distinct().Count() > 1 ? versions.Key!.Split('.')[0] + "_" : "")))
        .SelectMany(one => RoleManifests.OfKind(one.Kind, one.Prefix, project));

    private static string ProjectName(string? assembly)
    {
        var name = new string([.. (assembly ?? "").ToLowerInvariant().Select(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? letter : '-')]).Trim('-');
        return name.Length == 0 ? "operator" : name;
    }
}
