using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Kustomize;

/// <summary>A kustomization file. Fields this program does not render are refused, never left out.</summary>
internal sealed class KustomizationFields
{
    private static readonly HashSet<string> _known = new(StringComparer.Ordinal)
    {
        "apiVersion", "kind", "metadata", "resources", "components", "namePrefix", "nameSuffix", "namespace", "labels", "commonAnnotations", "images", "patches", "replicas",
    };

    private static readonly string[] _fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private readonly JsonObject _root;

    private KustomizationFields(string path, JsonObject root)
    {
        File = path;
        _root = root;
    }

    public string File { get; }

    public string Folder => Path.GetDirectoryName(File)!;

    public IEnumerable<string> Resources => Texts("resources");

    public IEnumerable<string> Components => Texts("components");

    public string NamePrefix => Text("namePrefix");

    public string NameSuffix => Text("nameSuffix");

    public string Namespace => Text("namespace");

    public IEnumerable<JsonObject> Labels => Objects("labels");

    public IEnumerable<JsonObject> Images => Objects("images");

    public IEnumerable<JsonObject> Patches => Objects("patches");

    public IEnumerable<JsonObject> Replicas => Objects("replicas");

    public JsonObject? CommonAnnotations => _root["commonAnnotations"] as JsonObject;

    /// <summary>Reads the kustomization of a folder; throws <see cref="CommandException"/> that names file and field.</summary>
    public static KustomizationFields Read(string folder)
    {
        var file = _fileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new CommandException($"{folder} has no kustomization.yaml.");
        if (YamlFile.Read(file) is not [JsonObject root])
        {
            throw new CommandException($"{file}: it must be one mapping, with a list resources, for instance.");
        }

        var unknown = root.Select(field => field.Key).FirstOrDefault(field => !_known.Contains(field));
        return unknown is null
            ? new KustomizationFields(file, root)
            : throw new CommandException($"{file}: operon does not render the field {unknown}.\n  remedy: kubectl kustomize {folder} | kubectl apply --server-side -f -");
    }

    private string Text(string field) => _root[field]?.ToString() ?? "";

    private IEnumerable<string> Texts(string field) => List(field).Select(item => item?.ToString() ?? throw new CommandException($"{File}: {field} has an empty item."));

    private IEnumerable<JsonObject> Objects(string field) =>
        List(field).Select(item => item as JsonObject ?? throw new CommandException($"{File}: each item of {field} must be a mapping."));

    private JsonArray List(string field) => _root[field] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw new CommandException($"{File}: {field} must be a list."),
    };
}
