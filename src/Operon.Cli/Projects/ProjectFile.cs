using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Projects;

/// <summary>The file PROJECT: what was scaffolded. kubebuilder's format, version 3; fields this program does not know are kept.</summary>
internal sealed class ProjectFile
{
    public const string FileName = "PROJECT";
    public const string Layout = "operon.dev/v1";

    private readonly JsonObject _root;

    private ProjectFile(JsonObject root) => _root = root;

    public string ProjectName => Text("projectName");

    public string Domain => Text("domain");

    /// <summary>Whether the operator watches the namespace it runs in, and has rights only there.</summary>
    public bool IsNamespaced => _root["namespaced"]?.GetValue<bool>() ?? false;

    /// <summary>License header of new source files; empty for none.</summary>
    public string License => _root["license"]?.GetValue<string>() ?? "none";

    public IEnumerable<ProjectResource> Resources =>
        (_root["resources"] as JsonArray ?? []).OfType<JsonObject>().Select(json => new ProjectResource(json));

    /// <summary>Throws <see cref="CommandException"/> when it is no PROJECT file of this layout.</summary>
    public static ProjectFile Parse(string text, string path)
    {
        JsonNode? document;
        try
        {
            document = Yaml.ToJson(text) is [var first, ..] ? first : null;
        }
        catch (FormatException e)
        {
            throw new CommandException($"{path}: {e.Message}", e);
        }

        if (document is not JsonObject root)
        {
            throw new CommandException($"{path}: the document is no mapping. Take it from version control again, or make a new project with: operon new NAME");
        }

        foreach (var field in new[] { "projectName", "domain" })
        {
            if (root[field] is not JsonValue value || !value.TryGetValue<string>(out _))
            {
                throw new CommandException($"{path}: the field {field} is missing or no text. Add it as kubebuilder has it: {field}: {(field == "domain" ? "example.com" : "demo")}");
            }
        }

        if (root["layout"] is JsonArray layouts && !layouts.Any(layout => layout?.ToString().StartsWith("operon.dev/", StringComparison.Ordinal) == true))
        {
            throw new CommandException($"{path}: layout is {layouts[0]}; this is no project of operon. Make one beside it with: operon new NAME");
        }

        return new ProjectFile(root);
    }

    /// <summary>The entry of a kind; null when there is none.</summary>
    public ProjectResource? Find(string fullGroup, string version, string kind) => Resources.FirstOrDefault(resource => resource.Is(fullGroup, version, kind));

    /// <summary>Finds or adds the entry of a kind.</summary>
    public ProjectResource Add(ResourceName name)
    {
        if (Find(name.FullGroup, name.Version, name.Kind) is { } known)
        {
            return known;
        }

        var json = new JsonObject();
        if (name.Domain is not null)
        {
            json["domain"] = name.Domain;
        }

        json["group"] = name.Group;
        json["kind"] = name.Kind;
        json["version"] = name.Version;
        if (name.Plural != Names.Plural(name.Kind))
        {
            json["plural"] = name.Plural;
        }

        if (_root["resources"] is not JsonArray resources)
        {
            resources = [];
            _root["resources"] = resources;
        }

        resources.Add((JsonNode)json);
        return new ProjectResource(json);
    }

    public void Set(string field, JsonNode value) => _root[field] = value;

    /// <summary>The file's text, with the fields of each mapping in the order of their names as kubebuilder writes them.</summary>
    public string ToYaml() => Yaml.FromJson(Sorted(_root)!);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private string Text(string field) => _root[field]!.GetValue<string>();
}
