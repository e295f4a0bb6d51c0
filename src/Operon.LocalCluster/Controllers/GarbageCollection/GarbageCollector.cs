using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>Follows every resource the server has, custom ones included, and deletes what lost its owners.</summary>
internal sealed partial class GarbageCollector
{
    private const int Workers = 4;
    private static readonly TimeSpan _resurvey = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(500);
    private readonly IKubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OwnerGraph _graph = new();
    private readonly GarbageExecutor _executor;
    private readonly Channel<string> _queue = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, bool> _queued = [];
    private readonly ConcurrentDictionary<string, int> _attempts = [];
    private readonly Channel<bool> _definitionsChanged = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile IReadOnlyList<ResourceType> _types = [];

    public GarbageCollector(IKubernetesClient client, TimeProvider time, ILoggerFactory loggers)
    {
        _client = client;
        _time = time;
        _logger = loggers.CreateLogger<GarbageCollector>();
        _executor = new GarbageExecutor(client, _graph, FindType, Examine);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var surveying = SurveyAsync(cancellationToken);
        var working = Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellationToken));
        try
        {
            await Task.WhenAll([surveying, .. working]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A graceful stop.
        }
    }

    private ResourceType? FindType(string apiVersion, string kind)
    {
        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : string.Empty;
        return _types.FirstOrDefault(t => t.Group == group && t.Kind == kind);
    }

    private void Examine(IEnumerable<string> uids)
    {
        foreach (var uid in uids)
        {
            if (_queued.TryAdd(uid, true))
            {
                _queue.Writer.TryWrite(uid);
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var uid in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            _queued.TryRemove(uid, out _);
            var isSettled = false;
            try
            {
                isSettled = await _executor.ExamineAsync(uid, cancellationToken);
            }
            catch (KubernetesApiException refusal) when (refusal.IsConflict || refusal.IsNotFound)
            {
                // Somebody wrote in between: look again.
            }
            catch (Exception e) when (e is KubernetesApiException or HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
            {
                Failed(_logger, uid, e);
            }

            if (isSettled)
            {
                _attempts.TryRemove(uid, out _);
            }
            else
            {
                _ = ExamineLaterAsync(uid, _attempts.AddOrUpdate(uid, 1, (_, n) => n + 1), cancellationToken);
            }
        }
    }

    private async Task ExamineLaterAsync(string uid, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_retry * Math.Min(attempt * attempt, 60), _time, cancellationToken);
            Examine([uid]);
        }
        catch (OperationCanceledException)
        {
            // The collector stops; the next one starts from lists.
        }
    }

    /// <summary>Starts and stops feeds as resources come and go.</summary>
    private async Task SurveyAsync(CancellationToken cancellationToken)
    {
        var feeds = new Dictionary<ResourceType, (MetadataFeed Feed, Task Running, CancellationTokenSource Stop)>();
        try
        {
            while (true)
            {
                await ResurveyAsync(feeds, cancellationToken);
                using var limit = new CancellationTokenSource(_resurvey, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                try
                {
                    await _definitionsChanged.Reader.ReadAsync(either.Token);

                    // Definitions are served a moment after they are stored.
                    await Task.Delay(TimeSpan.FromMilliseconds(300), _time, cancellationToken);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // Nobody told of a change; look anyway.
                }
            }
        }
        finally
        {
            foreach (var (_, running, stop) in feeds.Values)
            {
                await stop.CancelAsync();
                await running;
                stop.Dispose();
            }
        }
    }

    private async Task ResurveyAsync(Dictionary<ResourceType, (MetadataFeed Feed, Task Running, CancellationTokenSource Stop)> feeds, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResourceType> types;
        try
        {
            types = [.. (await ResourceSurvey.StoredAsync(_client, cancellationToken)).Where(t => t is not { Group: "", Plural: "events" })];
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            SurveyFailed(_logger, e);
            _definitionsChanged.Writer.TryWrite(true);
            return;
        }

        _types = types;
        foreach (var gone in feeds.Keys.Except(types).ToList())
        {
            var (feed, running, stop) = feeds[gone];
            feeds.Remove(gone);
            await stop.CancelAsync();
            await running;
            stop.Dispose();
            feed.Clear();
        }

        foreach (var type in types.Where(t => !feeds.ContainsKey(t)))
        {
            var isDefinitions = type is { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" };
            var feed = new MetadataFeed(_client, type, _graph, Examine, isDefinitions ? () => _definitionsChanged.Writer.TryWrite(true) : () => { }, _time);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            feeds[type] = (feed, feed.RunAsync(stop.Token), stop);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Garbage collection of the object with uid {Uid} failed; it will be tried again")]
    private static partial void Failed(ILogger logger, string uid, Exception exception);

    [LoggerMessage(41, LogLevel.Warning, "The garbage collector could not read which resources exist; it will try again")]
    private static partial void SurveyFailed(ILogger logger, Exception exception);
}
