using System.Text.Json.Nodes;
using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>A kind of the project's own: types, sample and the lines that make it part of the configuration.</summary>
internal sealed record ApiScaffold(OperatorProject Project, ResourceName Resource, bool IsNamespaced)
{
    public void Plan(Scaffold scaffold)
    {
        var tokens = KindTokens.Of(Project, Resource).With(("resourceOptions", Options()));
        foreach (var (path, text) in Template.Render("api", tokens))
        {
            scaffold.Create(path, text);
        }

        Kustomization.AddResource(scaffold, "crd", $"bases/{Resource.FullGroup}_{Resource.Plural}.yaml");
        Kustomization.AddResource(scaffold, "default", "../crd");
        Kustomization.AddResource(scaffold, "samples", tokens.Apply("__shortGroup_____version_____kind__.yaml"));
        foreach (var role in new[] { "admin", "editor", "viewer" })
        {
            Kustomization.AddResource(scaffold, "rbac", $"{Names.Lower(Resource.Kind)}_{role}_role.yaml");
        }

        var entry = Project.File.Add(Resource);
        entry.Json["api"] = IsNamespaced ? new JsonObject { ["crdVersion"] = "v1", ["namespaced"] = true } : new JsonObject { ["crdVersion"] = "v1" };
        entry.Json["path"] = $"{Project.RootNamespace}.Api.{KindTokens.Version(Resource.Version)}";
    }

    private string Options()
    {
        var options = new List<string>();
        if (Resource.Plural != Names.Plural(Resource.Kind))
        {
            options.Add($"Plural = \"{Resource.Plural}\"");
        }

        if (!IsNamespaced)
        {
            options.Add("Scope = ResourceScope.Cluster");
        }

        // Of several versions of a kind exactly one is stored: the first one, until the author moves the mark.
        if (!Project.File.Resources.Any(other => other.HasApi && other.FullGroup == Resource.FullGroup && other.Kind == Resource.Kind && other.Version != Resource.Version))
        {
            options.Add("Storage = true");
        }

        return string.Concat(options.Select(option => ", " + option));
    }
}
