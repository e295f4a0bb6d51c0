using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Finds out which kind a type stands for.</summary>
internal static class KindReader
{
    private const string Kubernetes = "global::Operon.Kubernetes";

    /// <summary>The kind of a type; null when nothing says it: it is no official model, has no <c>[KubernetesResource]</c> and does not implement <c>ICustomResource</c>.</summary>
    public static KindModel? Of(ITypeSymbol type, Compilation compilation)
    {
        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.Attribute(KnownTypes.KubernetesResource) is { } attribute)
        {
            return OfOwn(named, attribute);
        }

        if (Constant(named, "KubeKind") is { } kind && Constant(named, "KubeApiVersion") is { } version && Constant(named, "KubePluralName") is { } plural)
        {
            return OfModel(named, Constant(named, "KubeGroup") ?? "", version, kind, plural, compilation);
        }

        return named.AllInterfaces.Any(one => one.Is(KnownTypes.CustomResourceInterface))
            ? new KindModel(named.GlobalName(), null, named.Name, null, IsNamespaced: true, HasStatus: false, $"{named.GlobalName()}.Resource")
            : null;
    }

    private static KindModel? OfOwn(INamedTypeSymbol type, AttributeData attribute)
    {
        if (attribute.Argument(0) is not string group || attribute.Argument(1) is not string version)
        {
            return null;
        }

        var kind = VersionReader.KindOf(type, attribute);
        var isNamespaced = attribute.Named("Scope")?.Value is not 1;
        return new KindModel(
            type.GlobalName(), group, kind, attribute.NamedText("Plural") ?? Plurals.Of(kind), isNamespaced, HasStatus(type), $"{type.GlobalName()}.Resource")
        {
            Version = version,
        };
    }

    private static KindModel OfModel(INamedTypeSymbol type, string group, string version, string kind, string plural, Compilation compilation)
    {
        var isNamespaced = !ClusterScopedKinds.Contains(group, kind);
        var known = compilation.GetTypeByMetadataName(KnownTypes.ResourceKinds)?.GetMembers().OfType<IPropertySymbol>()
            .FirstOrDefault(property => property.IsStatic && property.Type is INamedTypeSymbol { Arity: 1 } of && SymbolEqualityComparer.Default.Equals(of.TypeArguments[0], type));
        var expression = known is not null
            ? $"{Kubernetes}.ResourceKinds.{known.Name}"
            : $"new {Kubernetes}.ResourceKind<{type.GlobalName()}>(new {Kubernetes}.ResourceType({CSharpLiteral.Of(group)}, {CSharpLiteral.Of(version)}, {CSharpLiteral.Of(kind)}, "
                + $"{CSharpLiteral.Of(plural)}, {(isNamespaced ? "true" : "false")}), {Kubernetes}.KubernetesJson.TypeInfo<{type.GlobalName()}>())";
        return new KindModel(type.GlobalName(), group, kind, plural, isNamespaced, HasStatus(type), expression) { Version = version };
    }

    private static string? Constant(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(field => field.IsConst)?.ConstantValue as string;

    private static bool HasStatus(INamedTypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers("Status").OfType<IPropertySymbol>().Any())
            {
                return true;
            }
        }

        return false;
    }
}
