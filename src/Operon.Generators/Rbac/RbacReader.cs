using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads the rights that attributes ask for.</summary>
internal static class RbacReader
{
    // Values of Operon.Kubernetes.Verbs.
    private static readonly (int Flag, string Verb)[] _verbs =
    [
        (1, "get"), (2, "list"), (4, "watch"), (8, "create"), (16, "update"), (32, "patch"), (64, "delete"), (128, "deletecollection"),
        (256, "bind"), (512, "escalate"), (1024, "impersonate"), (2048, "*"),
    ];

    /// <summary>The rule of an attribute; null when it is none of ours, or does not compile.</summary>
    public static RbacRule? Of(AttributeData attribute, Compilation compilation)
    {
        var rule = attribute.AttributeClass switch
        {
            var type when type.Is(KnownTypes.Rbac) => OfResources(attribute),
            var type when type.Is(KnownTypes.RbacOfType) => OfType(attribute, compilation),
            var type when type.Is(KnownTypes.RbacUrl) => OfUrl(attribute),
            _ => null,
        };
        return rule is null ? null : rule with { Namespace = attribute.NamedText("Namespace") ?? "", RoleName = attribute.NamedText("RoleName") };
    }

    private static RbacRule? OfResources(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length < 3 || attribute.ConstructorArguments[0].Value is not string group)
        {
            return null;
        }

        var resources = attribute.ConstructorArguments[1];
        return RbacRule.Of(
            [group],
            resources.Kind == TypedConstantKind.Array ? resources.Texts() : resources.Value is string resource ? [resource] : [],
            attribute.Texts("ResourceNames"),
            [],
            Verbs(attribute, 2));
    }

    private static RbacRule? OfType(AttributeData attribute, Compilation compilation)
    {
        var kind = KindReader.Of(attribute.AttributeClass!.TypeArguments[0], compilation);
        if (kind is not { Group: { } group, Plural: { } plural })
        {
            return null;
        }

        var resource = attribute.NamedText("Subresource") is { Length: > 0 } subresource ? $"{plural}/{subresource}" : plural;
        return RbacRule.Of([group], [resource], attribute.Texts("ResourceNames"), [], Verbs(attribute, 0));
    }

    private static RbacRule? OfUrl(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 2 && attribute.ConstructorArguments[0].Value is string url ? RbacRule.Of([], [], [], [url], Verbs(attribute, 1)) : null;

    private static IEnumerable<string> Verbs(AttributeData attribute, int position)
    {
        var flags = attribute.ConstructorArguments.Length > position && attribute.ConstructorArguments[position].Value is int value ? value : 0;
        return _verbs.Where(verb => (flags & verb.Flag) != 0).Select(verb => verb.Verb).Concat(attribute.Texts("CustomVerbs"));
    }
}
