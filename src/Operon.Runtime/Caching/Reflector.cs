using System.Net;
using System.Text.Json;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Mirrors one scope (a namespace, or the whole cluster) of a resource into a target: list, then watch from the list's version. An expired version
/// lists anew; every other failure keeps the version and tries again. Ends only by cancellation.
/// </summary>
internal sealed partial class Reflector<T>(
    IResourceClient<T> client, string? namespaceName, CacheOptions selection, IReflectorTarget<T> target, TimeProvider time, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const int PageSize = 500;
    private const int MostWatchErrors = 5;
    private static readonly TimeSpan _shortWatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _missingKindPoll = TimeSpan.FromSeconds(1);
    private readonly Backoff _backoff = Backoff.ForReflector(time);
    private string? _watchFrom;
    private string _listFrom = "0";
    private int _watchErrors;
    private bool _missingLogged;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan? wait;
            try
            {
                if (_watchFrom is null)
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
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        List<T> items = [];
        string? next = null;
        string version;
        do
        {
            var page = await client.ListAsync(
                namespaceName,
                new ListOptions
                {
                    LabelSelector = selection.LabelSelector,
                    FieldSelector = selection.FieldSelector,
                    Limit = PageSize,
                    Continue = next,
                    ResourceVersion = next is null && _listFrom.Length > 0 ? _listFrom : null,
                },
                cancellationToken);
            items.AddRange(page.Items);
            next = page.Continue;
            version = page.ResourceVersion;
        }
        while (next is not null);

        target.Replace(namespaceName, items, version);
        _watchFrom = _listFrom = version;
        _missingLogged = false;
        Listed(logger, client.Kind.Type.GroupResource, namespaceName, items.Count, version);
    }

    /// <summary>False when the watch ended so soon that going on at once would be a busy loop.</summary>
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
#pragma warning disable CA5394 // Spreads reconnects; nothing secret depends on it.
        var lifetime = TimeSpan.FromMinutes(5 + (5 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
        var started = time.GetTimestamp();
        var events = 0;
        using var silence = new CancellationTokenSource(lifetime + _silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var options = new WatchOptions
        {
            LabelSelector = selection.LabelSelector,
            FieldSelector = selection.FieldSelector,
            ResourceVersion = _watchFrom,
            Timeout = lifetime,
        };
        try
        {
            await foreach (var (type, resource) in client.WatchAsync(namespaceName, options, linked.Token))
            {
                events++;
                Apply(type, resource);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            SilentWatch(logger, client.Kind.Type.GroupResource, namespaceName);
            return true;
        }

        _watchErrors = 0;
        return events > 0 || time.GetElapsedTime(started) >= _shortWatch;
    }

    private void Apply(WatchEventType type, T resource)
    {
        var version = resource.Metadata.ResourceVersion;
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                target.Set(namespaceName, resource);
                break;
            case WatchEventType.Deleted:
                target.Remove(namespaceName, resource);
                break;
            default:
                target.Advance(namespaceName, version);
                break;
        }

        _watchErrors = 0;
        _watchFrom = _listFrom = version;
    }

    private TimeSpan? AfterFailure(Exception e)
    {
        var resource = client.Kind.Type.GroupResource;
        if (e is KubernetesApiException { IsExpired: true } or KubernetesApiException { Code: HttpStatusCode.GatewayTimeout })
        {
            Expired(logger, resource, namespaceName, _watchFrom ?? _listFrom);
            var listExpired = _watchFrom is null;
            _watchFrom = null;
            if (!listExpired)
            {
                return null;
            }

            // The version a relist asked for is gone or not there yet: read the newest state instead.
            var retryAtOnce = _listFrom.Length > 0;
            _listFrom = "";
            return retryAtOnce ? null : _backoff.Next();
        }

        if (e is KubernetesApiException { IsNotFound: true })
        {
            _watchFrom = null;
            if (!_missingLogged)
            {
                MissingKind(logger, resource);
                _missingLogged = true;
            }

            return _missingKindPoll;
        }

        if (_watchFrom is not null && e is JsonException or KubernetesApiException { Code: not HttpStatusCode.TooManyRequests } && ++_watchErrors >= MostWatchErrors)
        {
            _watchErrors = 0;
            _watchFrom = null;
        }

        var delay = _backoff.Next();
        if (e is KubernetesApiException { RetryAfter: { } asked } && asked > delay)
        {
            delay = asked;
        }

        Failed(logger, resource, namespaceName, delay, e.Message, e is JsonException ? e : null);
        return delay;
    }

    [LoggerMessage(10, LogLevel.Debug, "Listed {Count} {Resource} of namespace {Namespace} at version {Version}")]
    private static partial void Listed(ILogger logger, string resource, string? @namespace, int count, string version);

    [LoggerMessage(11, LogLevel.Information, "The server no longer has version {Version} of {Resource} of namespace {Namespace}; listing anew")]
    private static partial void Expired(ILogger logger, string resource, string? @namespace, string version);

    [LoggerMessage(12, LogLevel.Warning, "The server does not know {Resource} (yet); waiting until it does")]
    private static partial void MissingKind(ILogger logger, string resource);

    [LoggerMessage(13, LogLevel.Warning, "List or watch of {Resource} of namespace {Namespace} failed, next try in {Delay}: {Error}")]
    private static partial void Failed(ILogger logger, string resource, string? @namespace, TimeSpan delay, string error, Exception? exception);

    [LoggerMessage(14, LogLevel.Warning, "The watch of {Resource} of namespace {Namespace} was silent beyond its lifetime; connecting again")]
    private static partial void SilentWatch(ILogger logger, string resource, string? @namespace);
}
