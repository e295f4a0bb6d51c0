using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>
/// Takes and keeps a lock. Whether another's leadership has run out is judged by the local time at which its last change was seen, never by
/// the times written in the record, so clocks may differ between replicas.
/// </summary>
internal sealed partial class LeaderElector
{
    private static readonly TimeSpan _shortestTry = TimeSpan.FromSeconds(1);
    private readonly LeaderElectionOptions _options;
    private readonly ILeaderLock _lock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<double> _jitter;
    private readonly KeyValuePair<string, object?> _tag;
    private LeaderRecord? _observed;
    private long _observedAt;
    private string? _reportedHolder;
    private volatile LeadershipTerm? _term;

    /// <param name="leaderLock">The lock.</param>
    /// <param name="options">Times and identity.</param>
    /// <param name="time">The clock of this process.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="jitter">Numbers from 0 to 1 that spread the tries of waiting replicas; null for random ones.</param>
    public LeaderElector(ILeaderLock leaderLock, LeaderElectionOptions options, TimeProvider time, ILogger logger, Func<double>? jitter = null)
    {
        options.Validate();
        _options = options;
        _lock = leaderLock;
        _time = time;
        _logger = logger;
#pragma warning disable CA5394 // Spreads tries; nothing secret depends on it.
        _jitter = jitter ?? Random.Shared.NextDouble;
#pragma warning restore CA5394
        _tag = new KeyValuePair<string, object?>("name", options.LeaseName);

        // A replica that never led shows as 0, not as missing.
        RuntimeMetrics.IsLeader.Add(0, _tag);
    }

    public bool IsLeader => _term is not null;

    /// <summary>The present leadership of this process; null when it has none.</summary>
    public LeadershipTerm? Term => _term;

    /// <summary>The record as seen last.</summary>
    public LeaderRecord? Observed => _observed;

    /// <summary>Returns when this replica leads.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        Waiting(_logger, _lock.Name, _options.Identity);
        while (!await TryAsync(TakeAsync, _options.RenewDeadline, cancellationToken))
        {
            await Task.Delay(_options.RetryPeriod * (1 + (1.2 * _jitter())), _time, cancellationToken);
        }

        RuntimeMetrics.IsLeader.Add(1, _tag);
        Acquired(_logger, _lock.Name, _options.Identity);
    }

    /// <summary>Renews until cancelled. Throws <see cref="LeadershipLostException"/> when no renewal succeeded within the deadline.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var term = _term ?? throw new InvalidOperationException("Nothing to renew: this replica does not lead.");
        while (true)
        {
            // Timers have whole milliseconds: one more, so as not to wake just before the end.
            var rest = Positive(term.Rest) + TimeSpan.FromMilliseconds(1);
            await Task.Delay(rest < _options.RetryPeriod ? rest : _options.RetryPeriod, _time, cancellationToken);
            if (term.Rest <= TimeSpan.Zero)
            {
                throw Lost($"it was not renewed within {_options.RenewDeadline}");
            }

            await TryAsync(token => RenewOnceAsync(term, token), term.Rest, cancellationToken);
        }
    }

    /// <summary>Lets the lock go: call only when the work has ended.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_term is not { } term)
        {
            return;
        }

        Resign(term);
        try
        {
            if (await LetGoAsync(_observed, cancellationToken)
                || (await _lock.FindAsync(cancellationToken) is { } stored && IsOfTerm(stored, term) && await LetGoAsync(stored, cancellationToken)))
            {
                Released(_logger, _lock.Name);
            }
        }
#pragma warning disable CA1031 // The lock runs out by itself; whatever kept it from being let go must not spoil the stop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotReleased(_logger, _lock.Name, e.Message);
        }
    }

    /// <summary>A leader whose renewal is overdue is stuck: it neither renews nor gives up.</summary>
    public HealthResult Check() =>
        _term is { } term && term.Age > _options.LeaseDuration + _options.WatchdogTolerance
            ? HealthResult.Unhealthy($"lease {_lock.Name} was renewed {term.Age.TotalSeconds:0} s ago, yet this process neither renews nor gives up")
            : HealthResult.Healthy;

    private async Task<bool> LetGoAsync(LeaderRecord? known, CancellationToken cancellationToken) =>
        known is not null && await _lock.UpdateAsync(known, known.LetGo(_time.GetUtcNow()), cancellationToken) is not null;

    private LeadershipLostException Lost(string why)
    {
        if (_term is { } term)
        {
            Resign(term);
        }

        return new LeadershipLostException($"Leadership by lease {_lock.Name} is lost: {why}. The process must end; a replica takes over.");
    }

    private void Resign(LeadershipTerm term)
    {
        term.End();
        _term = null;
        RuntimeMetrics.IsLeader.Add(-1, _tag);
    }

    /// <summary>One try within a limit of time; false when it did not succeed.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> attempt, TimeSpan rest, CancellationToken cancellationToken)
    {
        var limit = _options.RenewDeadline / 2 > _shortestTry ? _options.RenewDeadline / 2 : _shortestTry;
        limit = limit < rest ? limit : rest;
        using var timer = new CancellationTokenSource(Positive(limit), _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await attempt(linked.Token);
        }
        catch (LeadershipLostException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a lock throws is a failed try; the deadline bounds the tries.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(_logger, _lock.Name, timer.IsCancellationRequested ? $"no answer within {limit}" : e.Message);
            return false;
        }
    }

    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var stored = await _lock.FindAsync(cancellationToken);
        if (stored is not null)
        {
            Observe(stored);
            if (stored.Holder.Length > 0 && stored.Holder != _options.Identity && _time.GetElapsedTime(_observedAt) < DurationOf(stored))
            {
                return false;
            }
        }

        var wanted = LeaderRecord.TakenBy(_options.Identity, _options.LeaseDuration, stored, _time.GetUtcNow());
        var sentAt = _time.GetTimestamp();
        var taken = stored is null ? await _lock.CreateAsync(wanted, cancellationToken) : await _lock.UpdateAsync(stored, wanted, cancellationToken);
        if (taken is null)
        {
            return false;
        }

        Observe(taken);
        _term = new LeadershipTerm(taken.FencingToken, _options.RenewDeadline, taken.Transitions, sentAt, _time);
        return true;
    }

    private async Task<bool> RenewOnceAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        if (await TryRenewAsync(term, _observed!, cancellationToken))
        {
            return true;
        }

        RuntimeMetrics.LeaderSlowPath.Add(1, _tag);
        var stored = await _lock.FindAsync(cancellationToken) ?? throw Lost("it was deleted");
        Observe(stored);
        if (!IsOfTerm(stored, term))
        {
            throw Lost(stored.Holder switch
            {
                "" => "it was let go by somebody else",
                var holder when holder == _options.Identity => $"another process with the same identity {holder} holds it",
                var holder => $"{holder} holds it",
            });
        }

        return await TryRenewAsync(term, stored, cancellationToken);
    }

    private async Task<bool> TryRenewAsync(LeadershipTerm term, LeaderRecord known, CancellationToken cancellationToken)
    {
        var sentAt = _time.GetTimestamp();
        if (await UpdateAsync(known, cancellationToken) is not { } renewed)
        {
            return false;
        }

        Observe(renewed);
        term.Renewed(sentAt);
        return true;
    }

    /// <summary>Null when the record is not the known one any more, or when the answer says nothing about that.</summary>
    private async Task<LeaderRecord?> UpdateAsync(LeaderRecord known, CancellationToken cancellationToken)
    {
        try
        {
            return await _lock.UpdateAsync(known, known with { LeaseDuration = _options.LeaseDuration, RenewTime = _time.GetUtcNow() }, cancellationToken);
        }
#pragma warning disable CA1031 // Reading the record tells what happened.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(_logger, _lock.Name, e.Message);
            return null;
        }
    }

    private bool IsOfTerm(LeaderRecord record, LeadershipTerm term) => record.Holder == _options.Identity && record.Transitions == term.Transitions;

    private TimeSpan DurationOf(LeaderRecord record) => record.LeaseDuration > TimeSpan.Zero ? record.LeaseDuration : _options.LeaseDuration;

    private void Observe(LeaderRecord record)
    {
        if (!record.SaysTheSameAs(_observed))
        {
            _observedAt = _time.GetTimestamp();
        }

        _observed = record;
        if (record.Holder != _reportedHolder)
        {
            _reportedHolder = record.Holder;
            NewHolder(_logger, _lock.Name, record.Holder);
            if (record.Holder.Length > 0)
            {
                _options.LeaderChanged?.Invoke(record.Holder);
            }
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    [LoggerMessage(40, LogLevel.Information, "Waiting for lease {Lease} as {Identity}")]
    private static partial void Waiting(ILogger logger, string lease, string identity);

    [LoggerMessage(41, LogLevel.Information, "Acquired lease {Lease} as {Identity}")]
    private static partial void Acquired(ILogger logger, string lease, string identity);

    [LoggerMessage(42, LogLevel.Information, "Lease {Lease} is held by '{Holder}'")]
    private static partial void NewHolder(ILogger logger, string lease, string holder);

    [LoggerMessage(43, LogLevel.Warning, "A try on lease {Lease} failed: {Error}")]
    private static partial void Failed(ILogger logger, string lease, string error);

    [LoggerMessage(44, LogLevel.Information, "Released lease {Lease}")]
    private static partial void Released(ILogger logger, string lease);

    [LoggerMessage(45, LogLevel.Warning, "Lease {Lease} could not be released and runs out by itself: {Error}")]
    private static partial void NotReleased(ILogger logger, string lease, string error);
}
