using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Cli.Manifests;

/// <summary>Reads the manifests a build has put into an assembly, from its metadata: nothing of it is loaded or run.</summary>
internal static class AssemblyManifests
{
    private const string AttributeNamespace = "Operon.Kubernetes";
    private const string AttributeName = "GeneratedManifestAttribute";

    /// <summary>All manifests, in the order of their paths. Throws <see cref="CommandException"/> when the file is no assembly or carries a broken one.</summary>
    public static IReadOnlyList<GeneratedManifest> Read(string assembly)
    {
        try
        {
            using var file = File.OpenRead(assembly);
            using var image = new PEReader(file);
            var metadata = image.GetMetadataReader();
            return [.. Attributes(metadata).Select(pair => Parse(assembly, pair.Path, pair.Json)).OrderBy(manifest => manifest.Path, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new CommandException($"{assembly} is no .NET assembly: {e.Message}", e);
        }
    }

    private static IEnumerable<(string Path, string Json)> Attributes(MetadataReader metadata)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsManifest(metadata, attribute))
            {
                continue;
            }

            // ECMA-335 II.23.3: a prolog, then the two strings of the constructor.
            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            yield return (value.ReadSerializedString()!, value.ReadSerializedString()!);
        }
    }

    private static bool IsManifest(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var type = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (type.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var reference = metadata.GetTypeReference((TypeReferenceHandle)type);
        return metadata.StringComparer.Equals(reference.Name, AttributeName) && metadata.StringComparer.Equals(reference.Namespace, AttributeNamespace);
    }

    private static GeneratedManifest Parse(string assembly, string path, string json)
    {
        // The path comes from a compiled file: it must stay below config/.
        if (path.Length == 0 || Path.IsPathRooted(path) || path.Split('/', '\\').Contains(".."))
        {
            throw new CommandException($"{assembly} carries a manifest with the path '{path}', which is not below config/.");
        }

        try
        {
            return JsonNode.Parse(json) switch
            {
                JsonArray documents => new GeneratedManifest(path, [.. documents.Select(document => document!)]),
                { } document => new GeneratedManifest(path, [document]),
                null => throw new CommandException($"{assembly} carries an empty manifest for {path}."),
            };
        }
        catch (JsonException e)
        {
            throw new CommandException($"{assembly} carries a manifest for {path} that is no JSON: {e.Message}", e);
        }
    }
}
