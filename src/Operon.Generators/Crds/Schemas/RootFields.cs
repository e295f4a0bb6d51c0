using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>The fields every Kubernetes object has.</summary>
internal sealed record RootFields(string Name, string TypeName, string Meaning)
{
    private static readonly RootFields[] _all =
    [
        new("apiVersion", "System.String", "the group and version of its schema"),
        new("kind", "System.String", "the name of its kind"),
        new("metadata", "k8s.Models.V1ObjectMeta", "its name, labels and other metadata"),
    ];

    public static RootFields? Find(string name) => _all.FirstOrDefault(field => field.Name == name);

    /// <summary>Whether the type has all of them.</summary>
    public static bool AreAllIn(INamedTypeSymbol type)
    {
        var members = SchemaMembers.Of(type);
        return _all.All(field => members.Any(member => member.Name == field.Name && field.Fits(member.Type)));
    }

    public static void AddTo(JsonObject properties)
    {
        properties["apiVersion"] = Text("Group and version of the schema this object is written in. Servers convert to the version a client asks for.");
        properties["kind"] = Text("Kind of this object, in CamelCase. It cannot be changed.");
        properties["metadata"] = new JsonObject { { "type", "object" } };
    }

    public bool Fits(ITypeSymbol type) => type.FullName() == TypeName || (TypeName == "System.String" && type.SpecialType == SpecialType.System_String);

    private static JsonObject Text(string description) => new() { { "type", "string" }, { "description", description } };
}
