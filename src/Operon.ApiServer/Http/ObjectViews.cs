using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Printing;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>The forms an object can be answered in.</summary>
internal sealed class ObjectViews(TimeProvider time)
{
    public byte[] Render(ServedResource resource, StoredObject stored, ResponseFormat format, IncludeObject include) => format.Shape switch
    {
        ResponseShape.Table => JsonBytes.Encode(Table(resource, [stored], Revision(stored.Revision), include)),
        ResponseShape.Metadata => Metadata(stored),
        _ => ObjectEncoder.Encode(resource, stored),
    };

    public static byte[] Metadata(StoredObject stored) => JsonBytes.Encode(Metadata(stored.Decode()));

    public JsonObject Table(ServedResource resource, IReadOnlyList<StoredObject> items, JsonObject metadata, IncludeObject include, bool withColumns = true) =>
        resource.Printer.Print([.. items.Select(item => ObjectEncoder.Decode(resource, item))], metadata, include, time.GetUtcNow(), withColumns);

    public static JsonObject Revision(long revision) => new() { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };

    public static IncludeObject Include(RequestContext context) => context.Query("includeObject") switch
    {
        "None" => IncludeObject.None,
        "Object" => IncludeObject.Object,
        _ => IncludeObject.Metadata,
    };

    private static JsonObject Metadata(JsonObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj["metadata"]?.DeepClone(),
    };
}
