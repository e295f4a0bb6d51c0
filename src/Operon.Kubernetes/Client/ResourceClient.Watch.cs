using System.Runtime.CompilerServices;

namespace Operon.Kubernetes;

internal sealed partial class ResourceClient<T>
{
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string? namespaceName, WatchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        options ??= new WatchOptions();
        var uri = new QueryString(Type.Path(namespaceName))
            .Add("watch", true)
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("resourceVersion", options.ResourceVersion)
            .Add("allowWatchBookmarks", options.AllowBookmarks)
            .Add("sendInitialEvents", options.SendInitialEvents)
            .Add("resourceVersionMatch", options.SendInitialEvents ? "NotOlderThan" : null)
            .Add("timeoutSeconds", options.Timeout is { } timeout ? (long)Math.Ceiling(timeout.TotalSeconds) : null)
            .ToUri();
        using var response = await pipeline.SendAsync(() => Request(HttpMethod.Get, uri, null, "PartialObjectMetadata"), cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var change in WatchReader.ReadAsync(stream, Kind, cancellationToken))
        {
            yield return change;
        }
    }
}
