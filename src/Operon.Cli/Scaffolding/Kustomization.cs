using System.Text.Json.Nodes;

namespace Operon.Cli.Scaffolding;

/// <summary>Edits of kustomization files.</summary>
internal static class Kustomization
{
    private const string FileName = "kustomization.yaml";

    /// <summary>Adds a file or folder to the resources of a folder of <c>config/</c>.</summary>
    public static void AddResource(Scaffold scaffold, string folder, string resource) =>
        scaffold.Edit($"config/{folder}/{FileName}", text => YamlList.Append(text, "resources", JsonValue.Create(resource)));

    /// <summary>Adds a patch file with its target, or without one for a patch that names its object itself.</summary>
    public static void AddPatch(Scaffold scaffold, string folder, string path, string? targetKind, string? targetName = null) =>
        scaffold.Edit($"config/{folder}/{FileName}", text =>
        {
            var patch = new JsonObject { ["path"] = path };
            if (targetKind is not null)
            {
                patch["target"] = targetName is null ? new JsonObject { ["kind"] = targetKind } : new JsonObject { ["kind"] = targetKind, ["name"] = targetName };
            }

            return YamlList.Append(text, "patches", patch);
        });
}
