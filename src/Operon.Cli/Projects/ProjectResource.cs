using System.Text.Json.Nodes;

namespace Operon.Cli.Projects;

/// <summary>One entry of <c>resources</c> in PROJECT, in kubebuilder's form (version 3).</summary>
internal sealed class ProjectResource(JsonObject json)
{
    public JsonObject Json { get; } = json;

    /// <summary>The first part of the API group, as kubebuilder keeps it: the whole group is <see cref="FullGroup"/>.</summary>
    public string Group => Text("group") ?? "";

    public string? Domain => Text("domain");

    public string Version => Text("version") ?? "";

    public string Kind => Text("kind") ?? "";

    public string Plural => Text("plural") ?? Names.Plural(Kind);

    public string FullGroup => Domain is null ? Group : Group.Length == 0 ? Domain : $"{Group}.{Domain}";

    public bool IsNamespaced => Json["api"]?["namespaced"]?.GetValue<bool>() ?? false;

    /// <summary>Whether the project defines the kind.</summary>
    public bool HasApi => Json["api"] is not null;

    public bool Is(string fullGroup, string version, string kind) => FullGroup == fullGroup && Version == version && Kind == kind;

    private string? Text(string field) => Json[field]?.GetValue<string>();
}
