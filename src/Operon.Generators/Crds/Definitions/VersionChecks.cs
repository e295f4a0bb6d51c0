using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>What must hold of a type with <c>[KubernetesResource]</c> beside its schema.</summary>
internal static class VersionChecks
{
    private const string ApprovedAnnotation = "api-approved.kubernetes.io";

    private static readonly string[] _protected = ["k8s.io", "kubernetes.io"];

    private static readonly Regex _label = new("^[a-z]([-a-z0-9]*[a-z0-9])?$", RegexOptions.CultureInvariant);
    private static readonly Regex _domain = new(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.CultureInvariant);

    public static void Check(INamedTypeSymbol type, AttributeData attribute, VersionModel model, JsonObject schema, IFindings findings)
    {
        var location = attribute.Location() ?? type.SourceLocation();
        if (!model.Type.IsPartial)
        {
            findings.Add(CrdRules.NotPartial, type.SourceLocation(), type.Name);
        }

        // The interfaces say nothing: the generated half adds them.
        if (type.IsGenericType || type.IsAbstract || !RootFields.AreAllIn(type))
        {
            findings.Add(CrdRules.NotAnObject, type.SourceLocation(), type.Name);
        }

        Names(type, model, location, findings);
        if (!model.IsExcluded && IsProtected(model.Group) && !(JsonReader.Parse(model.Metadata) as JsonObject)!.Object("annotations").Has(ApprovedAnnotation))
        {
            findings.Add(CrdRules.ProtectedGroup, location, model.Group);
        }

        if (schema.Object("properties")?.ContainsKey("status") != true && schema.Object("properties")?.ContainsKey("spec") == true)
        {
            findings.Add(CrdRules.NoStatus, type.SourceLocation(), type.Name);
        }
    }

    private static void Names(INamedTypeSymbol type, VersionModel model, Location? location, IFindings findings)
    {
        Name("group", model.Group, model.Group.IndexOf('.') > 0 && _domain.IsMatch(model.Group), "it is a domain in small letters with a dot, such as cache.example.com");
        Name("version", model.Version, IsLabel(model.Version), "it starts with a letter and has small letters, digits and dashes, such as v1alpha1");
        Name("kind", model.Kind, IsLabel(model.Kind.ToLowerInvariant()), "it starts with a letter and has letters and digits, at most 63");
        Name("list kind", model.ListKind, IsLabel(model.ListKind.ToLowerInvariant()) && model.ListKind != model.Kind, "it differs from the kind and has letters and digits, at most 63");
        Name("plural", model.Plural, IsLabel(model.Plural), "it has small letters, digits and dashes, at most 63");
        Name("singular", model.Singular, IsLabel(model.Singular), "it has small letters, digits and dashes, at most 63");
        foreach (var name in model.ShortNames)
        {
            Name("short name", name, IsLabel(name), "it has small letters, digits and dashes, at most 63");
        }

        foreach (var name in model.Categories)
        {
            Name("category", name, IsLabel(name), "it has small letters, digits and dashes, at most 63");
        }

        void Name(string what, string value, bool isValid, string rule)
        {
            if (!isValid)
            {
                findings.Add(CrdRules.BadName, location, what, value, type.Name, rule);
            }
        }
    }

    private static bool IsLabel(string name) => name.Length <= 63 && _label.IsMatch(name);

    private static bool IsProtected(string group) => _protected
        .Any(domain => group == domain || group.EndsWith($".{domain}", StringComparison.Ordinal));

    private static bool Has(this JsonObject? members, string key) => members?.ContainsKey(key) == true;
}
