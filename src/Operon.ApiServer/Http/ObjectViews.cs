using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Printing;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>The forms an object can be answered in.</summary>
internal sealed class ObjectViews(ObjectEncoder encoder, TimeProvider time)
{
    public async ValueTask<byte[]> RenderAsync(ServedResource resource, StoredObject stored, ResponseFormat format, IncludeObject include, CancellationToken cancellationToken) => format.Shape switch
    {
        ResponseShape.Table => JsonBytes.Encode(await TableAsync(resource, [stored], Revision(stored.Revision), include, cancellationToken).ConfigureAwait(false)),
        ResponseShape.Metadata => (await MetadataAsync(resource, [stored], cancellationToken).ConfigureAwait(false))[0],
        _ => await encoder.EncodeAsync(resource, stored, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>Each object, or its metadata, in the version of the resource.</summary>
    public ValueTask<IReadOnlyList<byte[]>> RenderAllAsync(ServedResource resource, IReadOnlyList<StoredObject> items, ResponseShape shape, CancellationToken cancellationToken) =>
        shape == ResponseShape.Metadata ? MetadataAsync(resource, items, cancellationToken) : encoder.EncodeAllAsync(resource, items, cancellationToken);

    public async ValueTask<JsonObject> TableAsync(
        ServedResource resource, IReadOnlyList<StoredObject> items, JsonObject metadata, IncludeObject include, CancellationToken cancellationToken, bool withColumns = true)
    {
        var objects = await encoder.EncodeAllAsync(resource, items, cancellationToken).ConfigureAwait(false);
        return resource.Printer.Print([.. objects.Select(Parse)], metadata, include, time.GetUtcNow(), withColumns);
    }

    public static JsonObject Revision(long revision) => new() { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };

    public static IncludeObject Include(RequestContext context) => context.Query("includeObject") switch
    {
        "None" => IncludeObject.None,
        "Object" => IncludeObject.Object,
        _ => IncludeObject.Metadata,
    };

    // Labels and annotations are the only metadata that versions may differ in, and only a conversion webhook makes them differ.
    private async ValueTask<IReadOnlyList<byte[]>> MetadataAsync(ServedResource resource, IReadOnlyList<StoredObject> items, CancellationToken cancellationToken)
    {
        var objects = resource.Custom?.Conversion is null
            ? items.Select(item => item.Decode())
            : (await encoder.EncodeAllAsync(resource, items, cancellationToken).ConfigureAwait(false)).Select(Parse);
        return [.. objects.Select(obj => JsonBytes.Encode(Metadata(obj)))];
    }

    private static JsonObject Parse(byte[] json) => (JsonObject)JsonNode.Parse(json)!;

    private static JsonObject Metadata(JsonObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj["metadata"]?.DeepClone(),
    };
}
