using Microsoft.CodeAnalysis.Text;

namespace Operon.Generators;

/// <summary>The other half of a custom resource: its <c>ICustomResource</c> implementation.</summary>
internal static class ResourceSource
{
    /// <param name="model">The type.</param>
    /// <param name="context">The context that lists it; null when there is none, which rule OP0002 reports.</param>
    public static SourceText Of(VersionModel model, string? context)
    {
        var type = model.Type;
        var writer = SourceWriter.ForFile();
        if (type.Namespace.Length > 0)
        {
            writer.Open($"namespace {type.Namespace}");
        }

        for (var index = 0; index < type.Declarations.Count; index++)
        {
            var isLast = index == type.Declarations.Count - 1;
            writer.Open(type.Declarations[index] + (isLast ? $" : global::Operon.Kubernetes.ICustomResource<{type.GlobalName}>" : ""));
        }

        var resourceType = "new global::Operon.Kubernetes.ResourceType("
            + $"{CSharpLiteral.Of(model.Group)}, {CSharpLiteral.Of(model.Version)}, {CSharpLiteral.Of(model.Kind)}, {CSharpLiteral.Of(model.Plural)}, IsNamespaced: {(model.IsNamespaced ? "true" : "false")})";
        writer.Line($"/// <summary><c>{model.Kind}</c> of <c>{model.Group}/{model.Version}</c>.</summary>");
        writer.Line($"public static global::Operon.Kubernetes.ResourceKind<{type.GlobalName}> Resource {{ get; }} =");
        writer.Line(context is null
            ? $"    throw new global::System.InvalidOperationException({CSharpLiteral.Of($"No JsonSerializerContext lists {type.Name}.")});"
            : $"    global::Operon.Kubernetes.ResourceKinds.Custom<{type.GlobalName}>({resourceType}, {context}.Default);");
        for (var index = 0; index < type.Declarations.Count; index++)
        {
            writer.Close();
        }

        if (type.Namespace.Length > 0)
        {
            writer.Close();
        }

        return writer.ToSourceText();
    }
}
