using System.Reflection;
using k8s.Models;
using Operon.Cli.Projects;
using Operon.Kubernetes;

namespace Operon.Cli.Scaffolding;

/// <summary>The C# type that stands for a kind in a project.</summary>
/// <param name="Name">Name of the type.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Expression of its <c>ResourceKind</c>.</param>
/// <param name="Folder">Template folder of a type the project has to declare; null when it is there.</param>
/// <param name="Create">Expression that makes an empty object with the metadata of <c>metadata</c>.</param>
internal sealed record ModelType(string Name, string Namespace, string Kind, string? Folder, string Create)
{
    public static ModelType Of(OperatorProject project, ResourceName resource)
    {
        var version = KindTokens.Version(resource.Version);
        if (project.File.Find(resource.FullGroup, resource.Version, resource.Kind) is { HasApi: true })
        {
            return new ModelType(resource.Kind, $"{project.RootNamespace}.Api.{version}", $"{resource.Kind}.Resource", null, $"new {resource.Kind} {{ Metadata = metadata, Spec = new {resource.Kind}Spec() }}");
        }

        var builtIn = BuiltIn(resource);
        return builtIn is not null
            ? new ModelType(builtIn, "k8s.Models", $"ResourceKinds.{resource.Kind}", null, $"new {builtIn} {{ Metadata = metadata }}")
            : new ModelType(resource.Kind, $"{project.RootNamespace}.External.{version}", $"{resource.Kind}.Resource", "external", $"new {resource.Kind} {{ Metadata = metadata }}");
    }

    /// <summary>The official model of a kind that <see cref="ResourceKinds"/> knows; null for all others.</summary>
    private static string? BuiltIn(ResourceName resource)
    {
        if (typeof(ResourceKinds).GetProperty(resource.Kind)?.PropertyType is not { IsConstructedGenericType: true } kind)
        {
            return null;
        }

        var model = kind.GenericTypeArguments[0];
        var entity = model.GetCustomAttribute<KubernetesEntityAttribute>();
        return entity?.Group == resource.FullGroup && entity.ApiVersion == resource.Version ? model.Name : null;
    }
}
