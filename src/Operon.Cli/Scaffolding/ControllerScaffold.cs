using System.Text.Json.Nodes;
using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>A controller of a kind, and its test.</summary>
/// <param name="Project">The project.</param>
/// <param name="Resource">The kind it acts on.</param>
/// <param name="ControllerName">Its name when one kind has several; null for the default.</param>
/// <param name="IsNamespaced">Whether a kind of somebody else lives in namespaces.</param>
internal sealed record ControllerScaffold(OperatorProject Project, ResourceName Resource, string? ControllerName, bool IsNamespaced)
{
    public void Plan(Scaffold scaffold)
    {
        var model = ModelType.Of(Project, Resource);
        var isOwn = model.Namespace.StartsWith($"{Project.RootNamespace}.Api.", StringComparison.Ordinal);
        var tokens = KindTokens.Of(Project, Resource).With(
            ("Controller", (ControllerName is null ? Resource.Kind : Names.Pascal(ControllerName)) + "Reconciler"),
            ("controllerAttribute", ControllerName is null ? "" : $"[Controller(Name = \"{ControllerName}\")]\n"),
            ("Model", model.Name),
            ("modelNamespace", model.Namespace),
            ("modelKind", model.Kind),
            ("newModel", model.Create),
            ("isNamespaced", IsNamespaced ? "true" : "false"),
            ("testNamespace", !IsNamespaced ? "(string?)null" : Project.File.IsNamespaced ? "\"system\"" : "await cluster.CreateNamespaceAsync(cancellationToken: Cancel)"),
            ("watchedNamespaces", Project.File.IsNamespaced ? "[\"system\"]" : "[]"));
        foreach (var (path, text) in Template.Render(isOwn ? "controller" : "controller-of-other", tokens))
        {
            scaffold.Create(path, text);
        }

        foreach (var (path, text) in Template.Render("controller-support", tokens).Concat(model.Folder is null ? [] : Template.Render(model.Folder, tokens)))
        {
            scaffold.CreateIfMissing(path, text);
        }

        var entry = Project.File.Add(Resource).Json;
        entry["controller"] = true;
        if (ControllerName is not null)
        {
            var names = entry["controllers"] as JsonArray ?? [];
            if (!names.Any(name => name?["name"]?.ToString() == ControllerName))
            {
                names.Add((JsonNode)new JsonObject { ["name"] = ControllerName });
            }

            entry["controllers"] = names.Parent is null ? names : names.DeepClone();
        }

        if (!isOwn)
        {
            entry[model.Folder is null ? "core" : "external"] = true;
        }
    }
}
