using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Operon.ApiServer.Printing;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Writes watch frames in the shape one client asked for, turning selector transitions into ADDED and DELETED.</summary>
internal sealed class WatchWriter(PipeWriter output, ServedResource resource, ObjectViews views, ResponseFormat format, IncludeObject include, ObjectFilter filter)
{
    private bool _columnsSent;
    private long _last;

    public void WriteInitial(StoredObject item)
    {
        if (filter.Matches(item))
        {
            Frame("ADDED"u8, Render(item));
        }
    }

    public bool Write(StoreEvent change)
    {
        _last = change.Revision;
        var before = change.Previous is not null && filter.Matches(change.Previous);
        var now = change.Type != StoreEventType.Deleted && filter.Matches(change.Object);
        switch (before, now)
        {
            case (false, true):
                Frame("ADDED"u8, Render(change.Object));
                return true;
            case (true, true):
                Frame("MODIFIED"u8, Render(change.Object));
                return true;
            case (true, false):
                Frame("DELETED"u8, Render(change.Type == StoreEventType.Deleted ? change.Object : WithRevision(change.Previous!, change.Revision)));
                return true;
            default:
                return false;
        }
    }

    public void WriteBookmark(long revision, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Math.Max(revision, _last).ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var obj = format.Shape switch
        {
            ResponseShape.Table => TableBookmark(metadata),
            ResponseShape.Metadata => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
            _ => new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata },
        };
        Frame("BOOKMARK"u8, JsonBytes.Encode(obj));
    }

    private JsonObject TableBookmark(JsonObject metadata)
    {
        var table = views.Table(resource, [], new JsonObject { ["resourceVersion"] = metadata["resourceVersion"]?.DeepClone() }, include, withColumns: !_columnsSent);
        _columnsSent = true;
        table["rows"] = new JsonArray(new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["object"] = new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata },
        });
        return table;
    }

    private byte[] Render(StoredObject item)
    {
        if (format.Shape != ResponseShape.Table)
        {
            return views.Render(resource, item, format, include);
        }

        var table = views.Table(resource, [item], ObjectViews.Revision(item.Revision), include, withColumns: !_columnsSent);
        _columnsSent = true;
        return JsonBytes.Encode(table);
    }

    private static StoredObject WithRevision(StoredObject item, long revision) =>
        new(item.Resource, item.Namespace, item.Name, ObjectDraft.Encode(item.Decode(), null).Complete(revision), revision, item.Index, null) { CleanFor = item.CleanFor };

    private void Frame(ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(json);
        output.Write("}\n"u8);
    }
}
