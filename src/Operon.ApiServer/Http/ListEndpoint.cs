using System.Text;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>GET of a collection.</summary>
internal sealed class ListEndpoint(ObjectStore store, ObjectViews views, ObjectEncoder encoder)
{
    private static readonly TimeSpan RevisionWait = TimeSpan.FromSeconds(3);

    public async Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var options = ListOptions.Parse(context, resource, watch: false);
        var (snapshot, afterKey) = await SnapshotAsync(options, resource, context.Aborted).ConfigureAwait(false);
        var page = await PageAsync(resource, snapshot, context.Info.Namespace, afterKey, options, context.Aborted).ConfigureAwait(false);
        var metadata = ObjectViews.Revision(snapshot.Revision);
        if (page.LastKey is not null)
        {
            metadata["continue"] = new ContinueToken(snapshot.Revision, page.LastKey).ToString();
            if (page.Remaining is { } remaining)
            {
                metadata["remainingItemCount"] = remaining;
            }
        }

        if (format.Shape == ResponseShape.Table)
        {
            var table = await views.TableAsync(resource, page.Items, metadata, ObjectViews.Include(context), context.Aborted).ConfigureAwait(false);
            await Responses.WriteAsync(context, 200, table, format.Yaml).ConfigureAwait(false);
            return;
        }

        var items = await views.RenderAllAsync(resource, page.Items, format.Shape, context.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(context, 200, Concatenate(resource, items, metadata, format.Shape), format.Yaml).ConfigureAwait(false);
    }

    public async Task<(StoreSnapshot Snapshot, string? AfterKey)> SnapshotAsync(ListOptions options, ServedResource resource, CancellationToken cancellationToken)
    {
        if (options.Continue.Length > 0)
        {
            return ContinueFrom(ContinueToken.Parse(options.Continue), resource, options.Revision);
        }

        if (options.Revision is > 0 and { } wanted)
        {
            if (!await store.WaitForRevisionAsync(wanted, RevisionWait, cancellationToken).ConfigureAwait(false))
            {
                throw Refusal.RevisionTooLarge(wanted, store.Revision);
            }

            if (options.Match == "Exact" || (options.Match.Length == 0 && options.Limit > 0))
            {
                return (At(resource, wanted), null);
            }
        }

        return (store.State.Snapshot(resource.StorageName), null);
    }

    private (StoreSnapshot Snapshot, string? AfterKey) ContinueFrom(ContinueToken token, ServedResource resource, long? revision)
    {
        if (revision is > 0)
        {
            throw Refusal.BadRequest("specifying resource version is not allowed when using continue");
        }

        if (token.Revision == ContinueToken.Inconsistent)
        {
            return (store.State.Snapshot(resource.StorageName), token.AfterKey);
        }

        try
        {
            return (store.SnapshotAt(resource.StorageName, token.Revision), token.AfterKey);
        }
        catch (RevisionExpiredException)
        {
            throw new ContinueExpiredException(new ContinueToken(ContinueToken.Inconsistent, token.AfterKey).ToString());
        }
    }

    private StoreSnapshot At(ServedResource resource, long revision)
    {
        try
        {
            return store.SnapshotAt(resource.StorageName, revision);
        }
        catch (RevisionExpiredException)
        {
            throw Refusal.Expired($"The resourceVersion for the provided list is too old: {revision}");
        }
    }

    public async ValueTask<(List<StoredObject> Items, string? LastKey, int? Remaining)> PageAsync(
        ServedResource resource, StoreSnapshot snapshot, string ns, string? afterKey, ListOptions options, CancellationToken cancellationToken)
    {
        var filter = new ObjectFilter(resource, options.Labels, options.Fields, encoder);
        var range = snapshot.Range(ns, afterKey);
        if (filter.ReadsObjects)
        {
            await encoder.EncodeAllAsync(resource, [.. range], cancellationToken).ConfigureAwait(false);
        }

        var items = new List<StoredObject>();
        var more = 0;
        foreach (var item in range)
        {
            if (!filter.IsEmpty && !await filter.MatchesAsync(item, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            if (options.Limit == 0 || items.Count < options.Limit)
            {
                items.Add(item);
                continue;
            }

            more++;
            if (!filter.IsEmpty)
            {
                break;
            }
        }

        return more == 0 ? (items, null, null) : (items, items[^1].Key, filter.IsEmpty ? more : null);
    }

    private static byte[] Concatenate(ServedResource resource, IReadOnlyList<byte[]> items, JsonObject metadata, ResponseShape shape)
    {
        var partial = shape == ResponseShape.Metadata;
        var head = new JsonObject
        {
            ["kind"] = partial ? "PartialObjectMetadataList" : resource.ListKind,
            ["apiVersion"] = partial ? "meta.k8s.io/v1" : resource.ApiVersion,
            ["metadata"] = metadata,
        };
        using var buffer = new MemoryStream(256 + items.Sum(item => item.Length + 1));
        buffer.Write(JsonBytes.Encode(head).AsSpan(..^1));
        buffer.Write(",\"items\":["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                buffer.WriteByte((byte)',');
            }

            buffer.Write(items[i]);
        }

        buffer.Write("]}"u8);
        return buffer.ToArray();
    }
}
