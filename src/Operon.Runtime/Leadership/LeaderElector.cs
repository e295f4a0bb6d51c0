using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Takes and keeps a Lease. Whether another's lease has run out is judged by the local time at which its last change was seen, never by
/// the times written in it, so clocks may differ between replicas.
/// </summary>
internal sealed partial class LeaderElector
{
    private readonly LeaderElectionOptions _options;
    private readonly IResourceClient<V1Lease> _leases;
    private readonly string _namespace;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private V1Lease? _observed;
    private long _observedAt;
    private string? _reportedHolder;

    public LeaderElector(IKubernetesClient client, LeaderElectionOptions options, TimeProvider time, ILogger logger)
    {
        options.Validate();
        _options = options;
        _leases = client.Resource(ResourceKinds.Lease);
        _namespace = options.LeaseNamespace ?? client.DefaultNamespace;
        _time = time;
        _logger = logger;
    }

    public bool IsLeader { get; private set; }

    private string Name => $"{_namespace}/{_options.LeaseName}";

    /// <summary>Returns when this replica leads.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        Waiting(_logger, Name, _options.Identity);
        while (!await TryAsync(cancellationToken))
        {
#pragma warning disable CA5394 // Spreads tries; nothing secret depends on it.
            await Task.Delay(_options.RetryPeriod * (1 + (1.2 * Random.Shared.NextDouble())), _time, cancellationToken);
#pragma warning restore CA5394
        }

        IsLeader = true;
        RuntimeMetrics.IsLeader.Add(1, new KeyValuePair<string, object?>("name", _options.LeaseName));
        Acquired(_logger, Name, _options.Identity);
    }

    /// <summary>Renews until cancelled. Throws <see cref="LeadershipLostException"/> when no renewal succeeded within the deadline.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var renewed = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(_options.RetryPeriod, _time, cancellationToken);
            if (await TryWithinAsync(_options.RenewDeadline - _time.GetElapsedTime(renewed), cancellationToken))
            {
                renewed = _time.GetTimestamp();
                continue;
            }

            if (_observed?.Spec?.HolderIdentity is { Length: > 0 } holder && holder != _options.Identity)
            {
                throw Lost($"{holder} holds it");
            }

            if (_time.GetElapsedTime(renewed) >= _options.RenewDeadline)
            {
                throw Lost($"it was not renewed within {_options.RenewDeadline}");
            }
        }
    }

    /// <summary>Lets the lease go: call only when the work has ended.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!IsLeader || _observed is not { } lease)
        {
            return;
        }

        Resign();
        try
        {
            var now = _time.GetUtcNow().UtcDateTime;
            _observed = await _leases.UpdateAsync(
                Copy(lease, new V1LeaseSpec
                {
                    HolderIdentity = "",
                    LeaseDurationSeconds = 1,
                    LeaseTransitions = lease.Spec?.LeaseTransitions,
                    AcquireTime = now,
                    RenewTime = now,
                }),
                cancellationToken);
            Released(_logger, Name);
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or OperationCanceledException)
        {
            NotReleased(_logger, Name, e.Message);
        }
    }

    private LeadershipLostException Lost(string why)
    {
        Resign();
        return new LeadershipLostException($"Leadership by lease {Name} is lost: {why}. The process must end; a replica takes over.");
    }

    private void Resign()
    {
        IsLeader = false;
        RuntimeMetrics.IsLeader.Add(-1, new KeyValuePair<string, object?>("name", _options.LeaseName));
    }

    private Task<bool> TryAsync(CancellationToken cancellationToken) => TryWithinAsync(_options.RenewDeadline, cancellationToken);

    /// <summary>One try to take or renew; false when another holds the lease or the server could not be asked.</summary>
    private async Task<bool> TryWithinAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        var limit = Max(TimeSpan.FromSeconds(1), Min(_options.RenewDeadline / 2, rest));
        using var timer = new CancellationTokenSource(limit, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await TakeAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(_logger, Name, $"no answer within {limit}");
        }
        catch (KubernetesApiException e) when (e.IsConflict || e.IsAlreadyExists)
        {
            // Somebody else was quicker: what is stored now is read at the next try.
            _observed = null;
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or KubeconfigException)
        {
            Failed(_logger, Name, e.Message);
        }

        return false;
    }

    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (!IsLeader || _observed is null)
        {
            var stored = await _leases.FindAsync(_namespace, _options.LeaseName, cancellationToken);
            if (stored is null)
            {
                Observe(await _leases.CreateAsync(
                    new V1Lease
                    {
                        Metadata = new V1ObjectMeta { Name = _options.LeaseName, NamespaceProperty = _namespace },
                        Spec = Spec(now, now, 0),
                    },
                    cancellationToken));
                return true;
            }

            if (_observed?.Metadata.ResourceVersion != stored.Metadata.ResourceVersion || _observed is null)
            {
                Observe(stored);
            }
        }

        var spec = _observed!.Spec ?? new V1LeaseSpec();
        var isMine = spec.HolderIdentity == _options.Identity;
        if (!isMine && !string.IsNullOrEmpty(spec.HolderIdentity)
            && _time.GetElapsedTime(_observedAt) < TimeSpan.FromSeconds(spec.LeaseDurationSeconds ?? (int)_options.LeaseDuration.TotalSeconds))
        {
            return false;
        }

        var wanted = isMine
            ? Spec(spec.AcquireTime ?? now, now, spec.LeaseTransitions ?? 0)
            : Spec(now, now, (spec.LeaseTransitions ?? 0) + 1);
        Observe(await _leases.UpdateAsync(Copy(_observed, wanted), cancellationToken));
        return true;
    }

    private void Observe(V1Lease lease)
    {
        _observed = lease;
        _observedAt = _time.GetTimestamp();
        var holder = lease.Spec?.HolderIdentity;
        if (holder != _reportedHolder)
        {
            _reportedHolder = holder;
            NewHolder(_logger, Name, holder);
        }
    }

    private V1LeaseSpec Spec(DateTime acquired, DateTime renewed, int transitions) => new()
    {
        HolderIdentity = _options.Identity,
        LeaseDurationSeconds = (int)_options.LeaseDuration.TotalSeconds,
        AcquireTime = acquired,
        RenewTime = renewed,
        LeaseTransitions = transitions,
    };

    private static V1Lease Copy(V1Lease lease, V1LeaseSpec spec) => new() { ApiVersion = lease.ApiVersion, Kind = lease.Kind, Metadata = lease.Metadata, Spec = spec };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    [LoggerMessage(40, LogLevel.Information, "Waiting for lease {Lease} as {Identity}")]
    private static partial void Waiting(ILogger logger, string lease, string identity);

    [LoggerMessage(41, LogLevel.Information, "Acquired lease {Lease} as {Identity}")]
    private static partial void Acquired(ILogger logger, string lease, string identity);

    [LoggerMessage(42, LogLevel.Information, "Lease {Lease} is held by {Holder}")]
    private static partial void NewHolder(ILogger logger, string lease, string? holder);

    [LoggerMessage(43, LogLevel.Warning, "A try on lease {Lease} failed: {Error}")]
    private static partial void Failed(ILogger logger, string lease, string error);

    [LoggerMessage(44, LogLevel.Information, "Released lease {Lease}")]
    private static partial void Released(ILogger logger, string lease);

    [LoggerMessage(45, LogLevel.Warning, "Lease {Lease} could not be released and runs out by itself: {Error}")]
    private static partial void NotReleased(ILogger logger, string lease, string error);
}
