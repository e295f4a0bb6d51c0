using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Demo;

/// <summary>Applies manifests server-side, as <c>kubectl apply --server-side</c> does.</summary>
internal sealed class ManifestApplier(IKubernetesClient client)
{
    private static readonly WriteOptions _options = new() { FieldManager = "operon", Force = true };

    /// <summary>Applies every document; returns a line for each object.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(string yaml, string namespaceName, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var document in Yaml.ToJson(yaml).OfType<JsonObject>())
        {
            var type = await client.FindResourceTypeAsync((string)document["apiVersion"]!, (string)document["kind"]!, cancellationToken)
                ?? throw new StoryException($"The cluster does not know {document["apiVersion"]} {document["kind"]}.");
            var resource = UntypedObject.FromJson(document);
            if (type.IsNamespaced)
            {
                resource.Metadata.NamespaceProperty ??= namespaceName;
            }

            await client.Resource(ResourceKinds.Untyped(type)).ApplyAsync(resource, _options, cancellationToken);
            lines.Add($"{type.GroupResource}/{resource.Metadata.Name} applied");
        }

        return lines;
    }
}
