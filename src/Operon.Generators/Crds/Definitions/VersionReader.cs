using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads a type with <c>[KubernetesResource]</c>, and says what is wrong with it.</summary>
internal static class VersionReader
{
    private static readonly Regex _leadingVersion = new(@"^V\d+((Alpha|Beta)\d+)?(?=[A-Z])", RegexOptions.CultureInvariant);

    /// <summary>The model alone: what the generator needs.</summary>
    public static VersionModel Read(Compilation compilation, INamedTypeSymbol type, AttributeData attribute) =>
        Read(compilation, type, attribute, enumsAsText: true, NoFindings.Instance, out _, out _);

    /// <summary>The model, with everything that is wrong with the type.</summary>
    public static VersionModel Check(Compilation compilation, INamedTypeSymbol type, AttributeData attribute, bool enumsAsText, ProjectOptions options, IFindings findings)
    {
        var model = Read(compilation, type, attribute, enumsAsText, findings, out var builder, out var schema);
        VersionChecks.Check(type, attribute, model, schema, findings);
        SchemaFinisher.Finish(schema, options);
        new CelChecks(builder.Rules, findings).Check(schema, type);
        return model;
    }

    private static VersionModel Read(
        Compilation compilation, INamedTypeSymbol type, AttributeData attribute, bool enumsAsText, IFindings findings, out SchemaBuilder builder, out JsonObject schema)
    {
        var version = attribute.Argument(1) as string ?? "";
        var kind = KindOf(type, attribute);
        builder = new SchemaBuilder(compilation, version, enumsAsText, findings);
        schema = builder.Root(type);
        return new VersionModel
        {
            Type = TypeModels.Of(type),
            Group = attribute.Argument(0) as string ?? "",
            Version = version,
            Kind = kind,
            Plural = attribute.NamedText("Plural") ?? Plurals.Of(kind),
            Singular = attribute.NamedText("Singular") ?? kind.ToLowerInvariant(),
            ListKind = attribute.NamedText("ListKind") ?? kind + "List",
            ShortNames = (attribute.Named("ShortNames")?.Texts() ?? []).ToEquatableArray(),
            Categories = (attribute.Named("Categories")?.Texts() ?? []).ToEquatableArray(),
            IsNamespaced = attribute.Named("Scope")?.Value is not 1,
            IsStorage = attribute.IsTrue("Storage"),
            IsServed = attribute.Named("Served")?.Value is not false,
            IsExcluded = !DefinedKinds.Contains(type),
            Deprecation = Deprecation(type),
            Schema = schema.ToJson(),
            Extras = VersionExtras.Of(type, builder, schema, findings).ToJson(),
            Metadata = Metadata(type).ToJson(),
        };
    }

    /// <summary>The kind a type stands for.</summary>
    public static string KindOf(INamedTypeSymbol type, AttributeData attribute) => attribute.NamedText("Kind") ?? _leadingVersion.Replace(type.Name, "");

    private static string? Deprecation(INamedTypeSymbol type) =>
        type.GetAttributes().Find("System.ObsoleteAttribute") is { } obsolete ? obsolete.Argument(0) as string ?? "" : null;

    private static JsonObject Metadata(INamedTypeSymbol type)
    {
        var metadata = new JsonObject();
        foreach (var attribute in type.GetAttributes().Where(attribute => attribute.FullName() == "Operon.Kubernetes.CrdMetadataAttribute"))
        {
            var field = attribute.IsTrue("IsLabel") ? "labels" : "annotations";
            metadata[field] ??= new JsonObject();
            metadata.Object(field)![attribute.Argument(0) as string ?? ""] = attribute.Argument(1) as string ?? "";
        }

        return metadata;
    }
}
