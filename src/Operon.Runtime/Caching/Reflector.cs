using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Mirrors one scope of a resource into a target: the initial state by a stream or by a list, then a watch from its version. An expired version
/// starts over; every other failure keeps the version and tries again. Ends only by cancellation.
/// </summary>
internal sealed partial class Reflector
{
    private const int PageSize = 500;
    private const int MostWatchErrors = 5;
    private const int MostCutStreams = 3;
    private static readonly TimeSpan _shortWatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lifetimeMargin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _initialSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _missingKindPoll = TimeSpan.FromSeconds(1);
    private readonly IResourceClient<ObservedObject> _client;
    private readonly WatchScope _scope;
    private readonly IReflectorTarget _target;
    private readonly TimeProvider _time;
    private readonly CachingOptions _options;
    private readonly ILogger _logger;
    private readonly CacheMetrics _metrics;
    private readonly Backoff _backoff;
    private string? _watchFrom;
    private string _listFrom;
    private string _listReason = "initial";
    private string? _restartReason;
    private bool _streams;
    private bool _isPaged;
    private bool _sendsBookmarks;
    private int _cutStreams;
    private int _watchErrors;
    private bool _missingLogged;

    public Reflector(
        IResourceClient<ObservedObject> client, WatchScope scope, IReflectorTarget target, ManagerSettings settings, ILogger logger, string? resourceVersion = null)
    {
        _client = client;
        _scope = scope;
        _target = target;
        _time = settings.Time;
        _options = settings.Caching;
        _logger = logger;
        _metrics = new CacheMetrics(client.Kind.Type, settings.Cluster);
        _backoff = Backoff.ForReflector(settings.Time);
        _streams = settings.Caching.StreamInitialState;
        _listFrom = resourceVersion ?? "0";
    }

    /// <summary>The newest version that was delivered; null before there is one.</summary>
    public string? ResourceVersion { get; private set; }

    private string Resource => _client.Kind.Type.GroupResource;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan? wait;
            try
            {
                if (_watchFrom is null && !_streams)
                {
                    await ListAsync(cancellationToken);
                }

                wait = await WatchAsync(cancellationToken) ? null : _backoff.Next();
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A reflector outlives every failure of server and network; each is logged and retried.
            catch (Exception e)
#pragma warning restore CA1031
            {
                wait = AfterFailure(e);
            }

            if (wait is { } delay)
            {
                await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (items, version) = await ReadPagesAsync(cancellationToken);
        Replace(items, version);
    }

    private async Task<(List<ObservedObject> Items, string Version)> ReadPagesAsync(CancellationToken cancellationToken)
    {
        // Servers page only reads that go to the database; asking for pages of a version would send the read there.
        var limit = _listFrom is "" or "0" || _isPaged ? PageSize : (int?)null;
        List<ObservedObject> items = [];
        string? next = null;
        while (true)
        {
            ResourceList<ObservedObject> page;
            try
            {
                page = await _client.ListAsync(_scope.Namespace, ListOptions(limit, next), cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsExpired && next is not null)
            {
                // The pages took longer than the server keeps versions: the rest of this one is gone, but not the whole.
                items.Clear();
                limit = null;
                next = null;
                continue;
            }

            items.AddRange(page.Items);
            next = page.Continue;
            if (next is null)
            {
                return (items, page.ResourceVersion);
            }

            _isPaged = true;
        }
    }

    private ListOptions ListOptions(int? limit, string? next) => new()
    {
        LabelSelector = _scope.LabelSelector,
        FieldSelector = _scope.Fields,
        Limit = limit,
        Continue = next,
        ResourceVersion = next is null && _listFrom.Length > 0 ? _listFrom : null,
    };

    /// <summary>False when the watch ended so soon that going on at once would be a busy loop.</summary>
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
#pragma warning disable CA5394 // Spreads reconnects; nothing secret depends on it.
        var lifetime = TimeSpan.FromMinutes(5 + (5 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
        if (_restartReason is { } reason)
        {
            _metrics.Restarted(reason);
        }

        _restartReason = "ended";
        var started = _time.GetTimestamp();
        var events = 0;
        var initial = _watchFrom is null ? new InitialStream() : null;
        using var activity = new WatchActivity(_time, lifetime + _lifetimeMargin, initial is null ? Silence : _initialSilence);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, activity.Token);
        try
        {
            await foreach (var (type, observed) in _client.WatchAsync(_scope.Namespace, WatchOptions(lifetime, initial is not null), linked.Token))
            {
                events++;
                if (initial is null)
                {
                    Apply(type, observed);
                }
                else if (initial.Add(type, observed))
                {
                    Replace(initial.Objects, observed.Metadata.ResourceVersion);
                    initial = null;
                }

                activity.Seen(initial is null ? Silence : _initialSilence);
            }
        }
        catch (OperationCanceledException) when (activity.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            SilentWatch(_logger, Resource, _scope.Namespace);
            _restartReason = "silent";
            return initial is null || StreamWasCut();
        }

        _watchErrors = 0;
        return initial is null ? events > 0 || _time.GetElapsedTime(started) >= _shortWatch : StreamWasCut();
    }

    private WatchOptions WatchOptions(TimeSpan lifetime, bool isInitial) => new()
    {
        LabelSelector = _scope.LabelSelector,
        FieldSelector = _scope.Fields,
        ResourceVersion = !isInitial ? _watchFrom : _listFrom is "" or "0" ? null : _listFrom,
        SendInitialEvents = isInitial,
        AllowBookmarks = isInitial || _options.Bookmarks,
        Timeout = lifetime,
    };

    /// <summary>Silence says something only when the server is known to break it.</summary>
    private TimeSpan? Silence => _sendsBookmarks ? _options.InactivityLimit : null;

    /// <summary>False: wait before the next try.</summary>
    private bool StreamWasCut()
    {
        if (++_cutStreams >= MostCutStreams)
        {
            RefuseStreams("it did not complete an initial state");
        }

        return false;
    }

    private void RefuseStreams(string why)
    {
        _streams = false;
        StreamsRefused(_logger, Resource, why);
    }

    private void Replace(IReadOnlyList<ObservedObject> items, string version)
    {
        _target.Replace(_scope, items, version);
        _watchFrom = _listFrom = ResourceVersion = version;
        _missingLogged = false;
        _cutStreams = 0;
        _metrics.Listed(_listReason);
        Listed(_logger, Resource, _scope.Namespace, items.Count, version);
    }

    private void Apply(WatchEventType type, ObservedObject observed)
    {
        var version = observed.Metadata.ResourceVersion;
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                var arrivedAt = _time.GetUtcNow();
                if (_target.Set(_scope, observed) is { } writtenAt)
                {
                    _metrics.Lagged(arrivedAt.UtcDateTime - writtenAt);
                }

                break;
            case WatchEventType.Deleted:
                _target.Remove(_scope, observed);
                break;
            default:
                _sendsBookmarks = true;
                _target.Advance(_scope, version);
                break;
        }

        _watchErrors = 0;
        _watchFrom = _listFrom = ResourceVersion = version;
    }

    private TimeSpan? AfterFailure(Exception e)
    {
        _restartReason = WatchErrors.ReasonOf(e);
        if (_watchFrom is null && _streams && WatchErrors.RefusesStreams(e))
        {
            RefuseStreams(e.Message);
            return null;
        }

        if (WatchErrors.IsVersionGone(e))
        {
            Expired(_logger, Resource, _scope.Namespace, _watchFrom ?? _listFrom);
            return StartOver("expired");
        }

        if (e is KubernetesApiException { IsNotFound: true })
        {
            _watchFrom = null;
            if (!_missingLogged)
            {
                MissingKind(_logger, Resource);
                _missingLogged = true;
            }

            return _missingKindPoll;
        }

        if (_watchFrom is not null && e is JsonException or KubernetesApiException { Code: not HttpStatusCode.TooManyRequests } && ++_watchErrors >= MostWatchErrors)
        {
            _watchErrors = 0;
            _watchFrom = null;
            _listReason = "error";
        }

        var delay = _backoff.Next();
        if (e is KubernetesApiException { RetryAfter: { } asked } && asked > delay)
        {
            delay = asked;
        }

        Report(e, delay);
        return delay;
    }

    private TimeSpan? StartOver(string reason)
    {
        _listReason = reason;
        var initialExpired = _watchFrom is null;
        _watchFrom = null;
        if (!initialExpired)
        {
            return null;
        }

        // The version a relist asked for is gone or not there yet: read the newest state instead.
        var retryAtOnce = _listFrom.Length > 0;
        _listFrom = "";
        return retryAtOnce ? null : _backoff.Next();
    }

    private void Report(Exception e, TimeSpan delay)
    {
        if (_options.WatchFailed is { } handler)
        {
            handler(new WatchFailure(_client.Kind.Type, _scope.Namespace, e, delay));
        }
        else
        {
            Failed(_logger, Resource, _scope.Namespace, delay, e.Message, e is JsonException ? e : null);
        }
    }

    [LoggerMessage(10, LogLevel.Debug, "Listed {Count} {Resource} of namespace {Namespace} at version {Version}")]
    private static partial void Listed(ILogger logger, string resource, string? @namespace, int count, string version);

    [LoggerMessage(11, LogLevel.Information, "The server no longer has version {Version} of {Resource} of namespace {Namespace}; listing anew")]
    private static partial void Expired(ILogger logger, string resource, string? @namespace, string version);

    [LoggerMessage(12, LogLevel.Warning, "The server does not know {Resource} (yet); waiting until it does")]
    private static partial void MissingKind(ILogger logger, string resource);

    [LoggerMessage(13, LogLevel.Warning, "List or watch of {Resource} of namespace {Namespace} failed, next try in {Delay}: {Error}")]
    private static partial void Failed(ILogger logger, string resource, string? @namespace, TimeSpan delay, string error, Exception? exception);

    [LoggerMessage(14, LogLevel.Warning, "The watch of {Resource} of namespace {Namespace} was silent for too long; connecting again")]
    private static partial void SilentWatch(ILogger logger, string resource, string? @namespace);

    [LoggerMessage(15, LogLevel.Information, "The server does not stream the initial state of {Resource}; listing it: {Reason}")]
    private static partial void StreamsRefused(ILogger logger, string resource, string reason);
}
