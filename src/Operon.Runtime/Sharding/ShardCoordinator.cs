using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Keeps this replica's Lease, takes its share of the shards, and lets shards go when others come. A shard is let go only when nothing is in flight in it, and
/// taken only when it was let go, or when its holder has given no sign of life for longer than it would work without one.
/// </summary>
internal sealed partial class ShardCoordinator
{
    private const int MostQuickLooks = 40;
    private const int ForgetAfterLeases = 4;
    private static readonly TimeSpan _quickLook = TimeSpan.FromMilliseconds(250);
    private readonly ShardingOptions _options;
    private readonly ShardLeases _leases;
    private readonly LeaderElector _member;
    private readonly Liveness _liveness;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly Dictionary<int, LeaderRecord> _own = [];
    private bool _hasJoined;
    private bool _toldToWait;
    private int _quickLooks;
    private volatile int _replicas;

    public ShardCoordinator(IKubernetesClient client, ShardingOptions options, TimeProvider time, ILogger logger)
    {
        options.Validate();
        _options = options;
        _time = time;
        _logger = logger;
        _leases = new ShardLeases(client, options);
        _member = new LeaderElector(_leases.MemberLock, options.Member(_leases.MemberName), time, logger);
        _liveness = new Liveness(time, options.LeaseDuration);
        _tag = new("name", options.Name);
        Map = new ShardMap(options.Shards, options.By);
        RuntimeMetrics.ShardsHeld.Add(0, _tag);
    }

    public ShardMap Map { get; }

    public string LockName => _leases.MemberLock.Name;

    /// <summary>For how long this replica may work; null before it takes part.</summary>
    public LeadershipTerm? Term => _member.Term;

    public ShardingState State => new(_options.Shards, Map.In(ShardPhase.Held), Map.In(ShardPhase.Draining), _replicas);

    public HealthResult Check() => _member.Check();

    /// <summary>Takes part until cancelled. Throws <see cref="LeadershipLostException"/> when others may take this replica's shards.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _member.AcquireAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] both = [_member.RenewAsync(end.Token), ShareAsync(end.Token)];
        var first = await Task.WhenAny(both);
        await end.CancelAsync();
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <summary>Lets everything go, unless it is lost already: call only when the work has ended.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (Term is not { } term || term.Rest <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            foreach (var shard in _own.Keys.ToArray())
            {
                await LetGoAsync(shard, cancellationToken);
            }

            await _member.ReleaseAsync(cancellationToken);
            await _leases.DeleteAsync(_leases.MemberName, _member.Observed?.Version, cancellationToken);
        }
#pragma warning disable CA1031 // The Leases run out by themselves; whatever kept them from being let go must not spoil the stop.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotReleased(_logger, _options.Name, e.Message);
        }
    }

    private async Task ShareAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = _options.RetryPeriod;
            try
            {
                using var limit = new CancellationTokenSource(_options.RenewDeadline, _time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                if (_hasJoined || await JoinAsync(linked.Token))
                {
                    _hasJoined = true;
                    pause = await BalanceAsync(linked.Token);
                }
            }
            catch (LeadershipLostException)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever a request throws is a failed look; the next one comes soon, and the replica's own Lease bounds how long it may work.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Failed(_logger, _options.Name, e.Message);
            }

            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>
    /// Agrees with the replicas at work on the number of shards. The Lease of the layout is read first, the replicas after it, and it is written last: of two
    /// replicas with different layouts one fails to write, or sees the other.
    /// </summary>
    private async Task<bool> JoinAsync(CancellationToken cancellationToken)
    {
        var layoutLock = _leases.LayoutLock;
        var stored = await layoutLock.FindAsync(cancellationToken);
        var list = await _leases.ListAsync(cancellationToken);
        _liveness.Observe(list);
        if (stored is not null && stored.Holder != _options.Layout
            && list.Members.Any(member => member.Layout == stored.Holder && member.Record.Holder != _options.Identity && _liveness.IsAlive(member)))
        {
            if (!_toldToWait)
            {
                _toldToWait = true;
                WaitsForLayout(_logger, _options.Name, _options.Layout, stored.Holder);
            }

            return false;
        }

        var wanted = LeaderRecord.TakenBy(_options.Layout, _options.LeaseDuration, stored, _time.GetUtcNow());
        return await (stored is null ? layoutLock.CreateAsync(wanted, cancellationToken) : layoutLock.UpdateAsync(stored, wanted, cancellationToken)) is not null;
    }

    /// <summary>Looks at the shares once and makes this replica's right; says when to look again.</summary>
    private async Task<TimeSpan> BalanceAsync(CancellationToken cancellationToken)
    {
        var list = await _leases.ListAsync(cancellationToken);
        _liveness.Observe(list);
        Check(list);
        var alive = list.Members.Where(member => member.Layout == _options.Layout && _liveness.IsAlive(member))
            .Select(member => member.Record.Holder).Order(StringComparer.Ordinal).ToList();
        var place = alive.IndexOf(_options.Identity);
        if (place < 0)
        {
            // This replica's Lease is gone or written by others: its elector finds out.
            return _options.RetryPeriod;
        }

        _replicas = alive.Count;
        var share = (_options.Shards / alive.Count) + (place < _options.Shards % alive.Count ? 1 : 0);
        var held = Map.In(ShardPhase.Held);
        foreach (var shard in held.Skip(share))
        {
            Draining(_logger, _options.Name, shard);
            Map.Drain(shard);
        }

        foreach (var shard in Map.In(ShardPhase.Draining).Take(share - Math.Min(share, held.Count)))
        {
            await KeepAsync(shard, cancellationToken);
        }

        foreach (var shard in Map.In(ShardPhase.Draining).Where(Map.IsDrained))
        {
            await LetGoAsync(shard, cancellationToken);
        }

        await TakeFreeAsync(list, share, share * place, cancellationToken);
        await ForgetAsync(list, cancellationToken);
        return Pause(share);
    }

    /// <summary>Compares what this replica believes to have with what is written.</summary>
    private void Check(ShardLeaseList list)
    {
        foreach (var shard in Enumerable.Range(0, _options.Shards))
        {
            var record = list.Shards[shard];
            if (record?.Holder == _options.Identity)
            {
                if (!_own.ContainsKey(shard))
                {
                    // The answer to the take got lost.
                    Own(shard, record);
                    Map.Drain(shard);
                }

                _own[shard] = record;
            }
            else if (_own.ContainsKey(shard))
            {
                if (!Map.IsDrained(shard))
                {
                    throw new LeadershipLostException($"Shard {shard} of {_options.Name} is lost: {NewHolder(record)}. The process must end.");
                }

                // The answer to the letting go got lost.
                Disown(shard);
            }
        }
    }

    private static string NewHolder(LeaderRecord? record) => record switch
    {
        null => "its Lease was deleted",
        { Holder: "" } => "it was let go by somebody else",
        _ => $"{record.Holder} holds it",
    };

    private async Task TakeFreeAsync(ShardLeaseList list, int share, int start, CancellationToken cancellationToken)
    {
        // Each replica begins at another place, so that few want the same.
        for (var i = 0; i < _options.Shards && _own.Count < share; i++)
        {
            var shard = (start + i) % _options.Shards;
            if (!_own.ContainsKey(shard) && _liveness.IsFree(list.Shards[shard], list.Members))
            {
                await TakeAsync(shard, list.Shards[shard], cancellationToken);
            }
        }
    }

    private async Task TakeAsync(int shard, LeaderRecord? stored, CancellationToken cancellationToken)
    {
        var shardLock = _leases.ShardLock(shard);
        var wanted = LeaderRecord.TakenBy(_options.Identity, _options.LeaseDuration, stored, _time.GetUtcNow());
        var taken = stored is null ? await shardLock.CreateAsync(wanted, cancellationToken) : await shardLock.UpdateAsync(stored, wanted, cancellationToken);
        if (taken is null || Term is not { } term || term.Rest <= TimeSpan.Zero)
        {
            return;
        }

        Taken(_logger, _options.Name, shard, stored is { Holder.Length: > 0 } ? stored.Holder : "nobody");
        Own(shard, taken);
        Map.Take(shard);
    }

    /// <summary>
    /// Goes on with a shard that was to be let go. Its Lease is written anew first: a request to let it go that is still on its way is then refused.
    /// </summary>
    private async Task KeepAsync(int shard, CancellationToken cancellationToken)
    {
        var known = _own[shard];
        if (await _leases.ShardLock(shard).UpdateAsync(known, known with { RenewTime = _time.GetUtcNow() }, cancellationToken) is { } kept)
        {
            _own[shard] = kept;
            Map.Take(shard);
        }
    }

    private async Task LetGoAsync(int shard, CancellationToken cancellationToken)
    {
        var shardLock = _leases.ShardLock(shard);
        var known = _own[shard];
        if (await shardLock.UpdateAsync(known, known.LetGo(_time.GetUtcNow()), cancellationToken) is null)
        {
            // Only another may have written in between: a label, or itself as the holder.
            var stored = await shardLock.FindAsync(cancellationToken);
            if (stored is not null && stored.Holder == _options.Identity && await shardLock.UpdateAsync(stored, stored.LetGo(_time.GetUtcNow()), cancellationToken) is null)
            {
                return;
            }
        }

        Disown(shard);
    }

    private void Own(int shard, LeaderRecord record)
    {
        _own[shard] = record;
        RuntimeMetrics.ShardsHeld.Add(1, _tag);
        RuntimeMetrics.ShardMoves.Add(1, _tag, new("direction", "taken"));
    }

    private void Disown(int shard)
    {
        _own.Remove(shard);
        Map.LetGo(shard);
        RuntimeMetrics.ShardsHeld.Add(-1, _tag);
        RuntimeMetrics.ShardMoves.Add(1, _tag, new("direction", "let_go"));
        WasLetGo(_logger, _options.Name, shard);
    }

    /// <summary>Deletes the Leases of replicas that are long gone.</summary>
    private async Task ForgetAsync(ShardLeaseList list, CancellationToken cancellationToken)
    {
        foreach (var member in list.Members.Where(member => member.LeaseName != _leases.MemberName && _liveness.SilentFor(member) > _options.LeaseDuration * ForgetAfterLeases))
        {
            await _leases.DeleteAsync(member.LeaseName, member.Record.Version, cancellationToken);
        }
    }

    /// <summary>While shards are on their way it looks often, but not for ever: a reconcile may take hours.</summary>
    private TimeSpan Pause(int share)
    {
        if (_own.Count == share && Map.In(ShardPhase.Draining).Count == 0)
        {
            _quickLooks = 0;
            return _options.RetryPeriod;
        }

        return ++_quickLooks > MostQuickLooks || _options.RetryPeriod < _quickLook ? _options.RetryPeriod : _quickLook;
    }

    [LoggerMessage(46, LogLevel.Information, "Sharding {Name}: took shard {Shard}, which {Holder} had")]
    private static partial void Taken(ILogger logger, string name, int shard, string holder);

    [LoggerMessage(47, LogLevel.Information, "Sharding {Name}: shard {Shard} goes to another replica when its reconciles have ended")]
    private static partial void Draining(ILogger logger, string name, int shard);

    [LoggerMessage(48, LogLevel.Information, "Sharding {Name}: let shard {Shard} go")]
    private static partial void WasLetGo(ILogger logger, string name, int shard);

    [LoggerMessage(49, LogLevel.Warning, "Sharding {Name}: a look at the shares failed: {Error}")]
    private static partial void Failed(ILogger logger, string name, string error);

    [LoggerMessage(54, LogLevel.Warning, "Sharding {Name}: this replica is set to {Layout}, those at work to {Others}; it waits until they are gone")]
    private static partial void WaitsForLayout(ILogger logger, string name, string layout, string others);

    [LoggerMessage(55, LogLevel.Warning, "Sharding {Name}: the Leases could not be let go and run out by themselves: {Error}")]
    private static partial void NotReleased(ILogger logger, string name, string error);
}
