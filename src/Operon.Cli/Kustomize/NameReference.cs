using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary>A place in an object that names another one.</summary>
/// <param name="Holder">The mapping that holds the name.</param>
/// <param name="Field">Its field.</param>
/// <param name="Kind">Kind of the named object.</param>
/// <param name="HasNamespace">Whether the mapping names the namespace, too.</param>
internal sealed record NameReference(JsonObject Holder, string Field, string Kind, bool HasNamespace = false)
{
    public string? Name => Holder[Field]?.ToString();

    public string? Namespace => HasNamespace ? Holder["namespace"]?.ToString() : null;

    public void Set(RenderedObject target)
    {
        Holder[Field] = target.Name;
        if (HasNamespace && target.Namespace is { } home)
        {
            Holder["namespace"] = home;
        }
    }
}
