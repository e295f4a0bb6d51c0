using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Kustomize;

/// <summary>Reads YAML files with errors that name the file.</summary>
internal static class YamlFile
{
    public static IReadOnlyList<JsonNode> Read(string file)
    {
        try
        {
            return Yaml.ToJson(File.ReadAllText(file));
        }
        catch (FormatException e)
        {
            throw new CommandException($"{file}: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            var isGenerated = file.Contains("/bases/", StringComparison.Ordinal) || file.Contains("/rbac/", StringComparison.Ordinal) || file.EndsWith("/webhook/manifests.yaml", StringComparison.Ordinal);
            throw new CommandException($"{file} is missing{(isGenerated ? ".\n  remedy: operon generate manifests" : "; the kustomization beside it names it.")}", e);
        }
    }
}
