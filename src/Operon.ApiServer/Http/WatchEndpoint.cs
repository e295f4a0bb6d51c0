using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Streams changes: one JSON object per line, flushed as they happen.</summary>
internal sealed class WatchEndpoint(ObjectStore store, ObjectViews views, ObjectEncoder encoder, TimeProvider time)
{
    private static readonly TimeSpan RevisionWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(60);

    public async Task HandleAsync(RequestContext context, ServedResource resource, CancellationToken stopping)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request) with { Yaml = false };
        var options = ListOptions.Parse(context, resource, watch: true);
        var name = context.Info.Name.Length > 0 ? context.Info.Name : options.Fields.RequiredValue("metadata.name");
        if (options.Revision is > 0 and { } wanted && !await store.WaitForRevisionAsync(wanted, RevisionWait, context.Aborted).ConfigureAwait(false))
        {
            throw Refusal.RevisionTooLarge(wanted, store.Revision);
        }

        var fromStart = options.SendInitialEvents ?? options.Revision is null or 0;
        using var watcher = Open(resource, context.Info.Namespace, name, fromStart || options.Revision is null or 0 ? null : options.Revision);
        var timeout = options.Timeout ?? TimeSpan.FromSeconds(Random.Shared.Next(1800, 3600));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, stopping);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), ending, timeout, Timeout.InfiniteTimeSpan);

        var response = context.Http.Response;
        context.Warnings.WriteTo(response);
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        await response.StartAsync(context.Aborted).ConfigureAwait(false);
        var writer = new WatchWriter(response.BodyWriter, resource, views, format, ObjectViews.Include(context), new ObjectFilter(resource, options.Labels, options.Fields, encoder));
        try
        {
            if (fromStart)
            {
                await WriteInitialAsync(resource, writer, watcher, options, ending.Token).ConfigureAwait(false);
            }

            foreach (var change in watcher.Backlog)
            {
                if (watcher.Concerns(change.Object))
                {
                    await writer.WriteAsync(change, ending.Token).ConfigureAwait(false);
                }
            }

            await response.BodyWriter.FlushAsync(ending.Token).ConfigureAwait(false);
            await FollowAsync(writer, watcher, response.BodyWriter, options.Bookmarks, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, the time is over or the server stops: a watch always ends without an error.
            if (options.Bookmarks && !context.Aborted.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                await WriteBookmarkAsync(writer, watcher, context.Aborted).ConfigureAwait(false);
                await response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
            }
        }
        catch (StatusException failure)
        {
            // A conversion webhook failed: without this event the client would never learn of the change.
            writer.WriteError(failure);
            await response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
        }
    }

    private StoreWatcher Open(ServedResource resource, string ns, string? name, long? from)
    {
        try
        {
            return store.Watch(resource.StorageName, resource.Namespaced ? ns : "", name, from);
        }
        catch (RevisionExpiredException expired)
        {
            throw Refusal.Expired(expired.Message);
        }
    }

    private async Task WriteInitialAsync(ServedResource resource, WatchWriter writer, StoreWatcher watcher, ListOptions options, CancellationToken cancellationToken)
    {
        var items = watcher.Snapshot.Range(watcher.Namespace, null).Where(watcher.Concerns).ToList();
        if (resource.Custom?.Conversion is not null)
        {
            await encoder.EncodeAllAsync(resource, items, cancellationToken).ConfigureAwait(false);
        }

        foreach (var item in items)
        {
            await writer.WriteInitialAsync(item, cancellationToken).ConfigureAwait(false);
        }

        if (options.SendInitialEvents == true)
        {
            await writer.WriteBookmarkAsync(watcher.Snapshot.Revision, initialEventsEnd: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(WatchWriter writer, StoreWatcher watcher, PipeWriter output, bool bookmarks, CancellationToken cancellationToken)
    {
        using var period = bookmarks ? new PeriodicTimer(BookmarkInterval, time) : null;
        var tick = period?.WaitForNextTickAsync(cancellationToken).AsTask();
        var readable = watcher.Events.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (tick is not null && await Task.WhenAny(readable, tick).ConfigureAwait(false) == tick)
            {
                await tick.ConfigureAwait(false);
                await WriteBookmarkAsync(writer, watcher, cancellationToken).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                tick = period!.WaitForNextTickAsync(cancellationToken).AsTask();
                continue;
            }

            if (!await readable.ConfigureAwait(false))
            {
                return;
            }

            if (await DrainAsync(writer, watcher, cancellationToken).ConfigureAwait(false))
            {
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            readable = watcher.Events.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    private static async ValueTask<bool> DrainAsync(WatchWriter writer, StoreWatcher watcher, CancellationToken cancellationToken)
    {
        var wrote = false;
        while (watcher.Events.TryRead(out var change))
        {
            wrote |= await writer.WriteAsync(change, cancellationToken).ConfigureAwait(false);
        }

        return wrote;
    }

    // The revision is read first: everything up to it is already in the channel, so draining before the bookmark keeps its promise.
    private async ValueTask WriteBookmarkAsync(WatchWriter writer, StoreWatcher watcher, CancellationToken cancellationToken)
    {
        var revision = store.Revision;
        await DrainAsync(writer, watcher, cancellationToken).ConfigureAwait(false);
        await writer.WriteBookmarkAsync(revision, initialEventsEnd: false, cancellationToken).ConfigureAwait(false);
    }
}
