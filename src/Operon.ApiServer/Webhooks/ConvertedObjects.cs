using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using MetadataRules = Operon.ApiServer.Resources.Strategies.ObjectMetaValidation;

namespace Operon.ApiServer.Webhooks;

/// <summary>What a conversion may change: everything but the identity; of the metadata only labels and annotations.</summary>
internal static class ConvertedObjects
{
    private static readonly string[] Convertible = ["labels", "annotations"];

    /// <summary>The converted object with the original's metadata.</summary>
    /// <exception cref="WebhookCallException">It is not the same object in the wanted version.</exception>
    public static JsonObject Check(JsonObject original, JsonObject? converted, string apiVersion, int index)
    {
        if (converted is null)
        {
            throw Invalid(index, "object", "it is not an object");
        }

        if (converted.Text("apiVersion") != apiVersion)
        {
            throw Invalid(index, "object", $"invalid groupVersion (expected {apiVersion}, received {converted.Text("apiVersion")})");
        }

        if (converted.Text("kind") != original.Text("kind"))
        {
            throw Invalid(index, "object", $"invalid kind (expected {original.Text("kind")}, received {converted.Text("kind")})");
        }

        Same(index, "name", original.Name(), converted.Name());
        Same(index, "namespace", original.Namespace(), converted.Namespace());
        Same(index, "UID", original.Uid(), converted.Uid());
        var result = (JsonObject)converted.DeepClone();
        result["metadata"] = Metadata(original, converted, index);
        return result;
    }

    private static JsonObject Metadata(JsonObject original, JsonObject converted, int index)
    {
        var answered = converted.Object("metadata") ?? throw Invalid(index, "metadata in object", "missing metadata in converted object");
        var metadata = original.Object("metadata")?.DeepClone() as JsonObject ?? [];
        foreach (var member in Convertible)
        {
            if (answered[member] is null)
            {
                metadata.Remove(member);
                continue;
            }

            var texts = answered[member] as JsonObject ?? throw Invalid(index, "metadata in object", $"invalid metadata.{member} in converted object: it must be a map");
            if (texts.FirstOrDefault(entry => entry.Value.Text() is null) is { Key: { } key })
            {
                throw Invalid(index, "metadata in object", $"metadata.{member}[{key}] must be a string in converted object");
            }

            metadata[member] = texts.DeepClone();
        }

        var errors = new List<Errors.FieldError>();
        MetadataRules.CheckLabels(metadata["labels"], "metadata.labels", errors);
        return errors.Count == 0 ? metadata : throw Invalid(index, "metadata in object", string.Join(", ", errors));
    }

    private static void Same(int index, string what, string expected, string actual)
    {
        if (expected != actual)
        {
            throw Invalid(index, "converted object", $"must have the same {what}: {expected} != {actual}");
        }
    }

    private static WebhookCallException Invalid(int index, string what, string problem) =>
        new($"returned invalid {(what == "object" ? "converted object" : what)} at index {index}: {problem}");
}
