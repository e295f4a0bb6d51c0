using System.Text.Json.Nodes;
using Operon.Cli.Output;
using Operon.Cli.Scaffolding;
using Operon.Kubernetes;

namespace Operon.Cli.Manifests;

/// <summary>The generated files in a project's <c>config/</c>: they begin with a line that says so, and only files with that line are ever deleted.</summary>
internal sealed class ManifestFolder(string config)
{
    public const string Header = "# Made by operon generate from the code; changes here are lost.";

    /// <summary>What must change so that the folder is as the manifests say: path relative to <c>config/</c>, and the new text or null for a file to delete.</summary>
    public IReadOnlyDictionary<string, string?> Changes(IReadOnlyList<GeneratedManifest> manifests, ManifestKind kind)
    {
        var changes = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var wanted = manifests.Where(manifest => kind.Includes(manifest.Path)).ToList();
        foreach (var manifest in wanted)
        {
            Plan(changes, manifest.Path, Text(manifest.Documents));
            List(changes, manifest.Path, isListed: true);
        }

        foreach (var path in Existing(kind).Except(wanted.Select(manifest => manifest.Path), StringComparer.Ordinal))
        {
            // Bindings refer to the role: an operator that needs no rights has an empty one.
            var emptied = path == "rbac/role.yaml" ? WithoutRules(path) : null;
            if (emptied is not null)
            {
                Plan(changes, path, emptied);
                continue;
            }

            changes[path] = null;
            List(changes, path, isListed: false);
        }

        return changes;
    }

    /// <summary>Changes as a project's files.</summary>
    public static IReadOnlyList<FileChange> Files(IReadOnlyDictionary<string, string?> changes) =>
        [.. changes.Select(change => new FileChange($"config/{change.Key}", change.Value is null ? "deleted" : "written"))];

    /// <summary>Carries out changes.</summary>
    public void Apply(IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (path, text) in changes)
        {
            var file = Path.Combine(config, path);
            if (text is null)
            {
                File.Delete(file);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    /// <summary>The text of a manifest.</summary>
    public static string Text(IReadOnlyList<JsonNode> documents) => $"{Header}\n{string.Join("---\n", documents.Select(Yaml.FromJson))}";

    private void Plan(SortedDictionary<string, string?> changes, string path, string text)
    {
        var file = Path.Combine(config, path);
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            changes[path] = text;
        }
    }

    /// <summary>The kustomization beside a file names it, or no longer does.</summary>
    private void List(SortedDictionary<string, string?> changes, string path, bool isListed)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (kustomization, entry) = ($"{path[..slash]}/kustomization.yaml", JsonValue.Create(path[(slash + 1)..]));
        var file = Path.Combine(config, kustomization);
        var current = changes.TryGetValue(kustomization, out var planned) ? planned : File.Exists(file) ? File.ReadAllText(file) : null;
        var text = isListed ? YamlList.Append(current, "resources", entry) : YamlList.Remove(current, "resources", entry);
        if (text != current)
        {
            changes[kustomization] = text;
        }
    }

    private IEnumerable<string> Existing(ManifestKind kind) => kind.Folders
        .Select(folder => Path.Combine(config, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml"))
        .Where(IsGenerated)
        .Select(file => Path.GetRelativePath(config, file).Replace('\\', '/'));

    private static bool IsGenerated(string file)
    {
        using var reader = File.OpenText(file);
        return reader.ReadLine() == Header;
    }

    private string? WithoutRules(string path)
    {
        if (Yaml.ToJson(File.ReadAllText(Path.Combine(config, path))) is not [JsonObject role, ..])
        {
            return null;
        }

        role["rules"] = new JsonArray();
        return Text([role]);
    }
}
