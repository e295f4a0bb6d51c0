using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>Keeps the graph informed about one resource, until the resource or the collector goes away.</summary>
internal sealed class MetadataFeed(IKubernetesClient client, ResourceType type, OwnerGraph graph, Action<IEnumerable<string>> examine, Action changed, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly IResourceClient<PartialObjectMetadata> _resource = client.Resource(ResourceKinds.Metadata(type));
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first list is in the graph, or when there is none to be had.</summary>
    public Task Synced => _synced.Task;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await FollowAsync(await ListAsync(cancellationToken), cancellationToken);
                }
                catch (KubernetesApiException refusal) when (refusal.IsExpired)
                {
                    continue;
                }
                catch (Exception e) when (e is KubernetesApiException or HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
                {
                    if (e is KubernetesApiException refusal && ResourceSurvey.IsNotListable(refusal))
                    {
                        _synced.TrySetResult();
                    }
                }

                await Task.Delay(_pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The collector stops, or the resource is gone.
        }
        finally
        {
            _synced.TrySetResult();
        }
    }

    /// <summary>Takes everything of this resource out of the graph.</summary>
    public void Clear()
    {
        foreach (var uid in graph.Missing(type, new HashSet<string>()))
        {
            examine(graph.Remove(uid));
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await _resource.ListAsync(null, null, cancellationToken);
        foreach (var item in list.Items)
        {
            examine(graph.Set(GraphNode.Of(type, item)));
        }

        foreach (var gone in graph.Missing(type, list.Items.Select(i => i.Metadata.Uid).ToHashSet()))
        {
            examine(graph.Remove(gone));
        }

        _synced.TrySetResult();
        return list.ResourceVersion;
    }

    private async Task FollowAsync(string version, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var (kind, item) in _resource.WatchAsync(null, new WatchOptions { ResourceVersion = version }, cancellationToken))
            {
                version = item.Metadata.ResourceVersion;
                if (kind is WatchEventType.Bookmark)
                {
                    continue;
                }

                examine(kind is WatchEventType.Deleted ? graph.Remove(item.Metadata.Uid) : graph.Set(GraphNode.Of(type, item)));
                changed();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }
}
