using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
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

    public async ValueTask WriteInitialAsync(StoredObject item, CancellationToken cancellationToken)
    {
        if (await filter.MatchesAsync(item, cancellationToken).ConfigureAwait(false))
        {
            await FrameAsync("ADDED", item, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<bool> WriteAsync(StoreEvent change, CancellationToken cancellationToken)
    {
        _last = change.Revision;
        var before = change.Previous is not null && await filter.MatchesAsync(change.Previous, cancellationToken).ConfigureAwait(false);
        var now = change.Type != StoreEventType.Deleted && await filter.MatchesAsync(change.Object, cancellationToken).ConfigureAwait(false);
        switch (before, now)
        {
            case (false, true):
                await FrameAsync("ADDED", change.Object, cancellationToken).ConfigureAwait(false);
                return true;
            case (true, true):
                await FrameAsync("MODIFIED", change.Object, cancellationToken).ConfigureAwait(false);
                return true;
            case (true, false):
                var last = change.Type == StoreEventType.Deleted ? change.Object : WithRevision(change.Previous!, change.Revision);
                await FrameAsync("DELETED", last, cancellationToken).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    public async ValueTask WriteBookmarkAsync(long revision, bool initialEventsEnd, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Math.Max(revision, _last).ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var obj = format.Shape switch
        {
            ResponseShape.Table => await TableBookmarkAsync(metadata, cancellationToken).ConfigureAwait(false),
            ResponseShape.Metadata => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
            _ => new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata },
        };
        Frame("BOOKMARK", JsonBytes.Encode(obj));
    }

    /// <summary>Tells the client why the watch ends here.</summary>
    public void WriteError(StatusException error) => Frame("ERROR", JsonBytes.Encode(error.ToStatus()));

    private async ValueTask<JsonObject> TableBookmarkAsync(JsonObject metadata, CancellationToken cancellationToken)
    {
        var table = await views.TableAsync(
            resource, [], new JsonObject { ["resourceVersion"] = metadata["resourceVersion"]?.DeepClone() }, include, cancellationToken, withColumns: !_columnsSent).ConfigureAwait(false);
        _columnsSent = true;
        table["rows"] = new JsonArray(new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["object"] = new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata },
        });
        return table;
    }

    private async ValueTask FrameAsync(string type, StoredObject item, CancellationToken cancellationToken)
    {
        if (format.Shape != ResponseShape.Table)
        {
            Frame(type, await views.RenderAsync(resource, item, format, include, cancellationToken).ConfigureAwait(false));
            return;
        }

        var table = await views.TableAsync(resource, [item], ObjectViews.Revision(item.Revision), include, cancellationToken, withColumns: !_columnsSent).ConfigureAwait(false);
        _columnsSent = true;
        Frame(type, JsonBytes.Encode(table));
    }

    private static StoredObject WithRevision(StoredObject item, long revision) =>
        new(item.Resource, item.Namespace, item.Name, ObjectDraft.Encode(item.Decode(), null).Complete(revision), revision, item.Index, null) { CleanFor = item.CleanFor };

    private void Frame(string type, ReadOnlySpan<byte> json)
    {
        output.Write("{\"type\":\""u8);
        Encoding.ASCII.GetBytes(type.AsSpan(), output);
        output.Write("\",\"object\":"u8);
        output.Write(json);
        output.Write("}\n"u8);
    }
}
