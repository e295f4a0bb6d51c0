using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Operon.Runtime.Tests;

/// <summary>One process that wants to lead. When it loses the leadership it ends and, as a kubelet would, a new one takes its place.</summary>
internal sealed class SimulatedReplica
{
    private readonly FakeTimeProvider _truth;
    private readonly Func<ILeaderLock> _reach;
    private readonly Func<double> _jitter;
    private readonly string _name;
    private readonly double _rate;
    private readonly TimeSpan _offset;
    private CancellationTokenSource _stop = new();
    private int _incarnation;

    public SimulatedReplica(FakeTimeProvider truth, string name, double rate, TimeSpan offset, Func<ILeaderLock> reach, Func<double> jitter)
    {
        _jitter = jitter;
        _truth = truth;
        _name = name;
        _rate = rate;
        _offset = offset;
        _reach = reach;
        Start();
    }

    public SkewedTime Clock { get; private set; } = null!;

    public LeaderElector Elector { get; private set; } = null!;

    public Task Life { get; private set; } = Task.CompletedTask;

    public string Identity { get; private set; } = "";

    /// <summary>May write: what the fence asks before each write.</summary>
    public bool MayWrite => Elector.Term is { } term && term.Rest > TimeSpan.Zero;

    public void Start()
    {
        Identity = $"{_name}{++_incarnation}";
        _stop = new CancellationTokenSource();
        Clock = new SkewedTime(_truth, _rate, _offset);
        Elector = new LeaderElector(_reach(), new LeaderElectionOptions { LeaseName = "lease", Identity = Identity }, Clock, NullLogger.Instance, _jitter);
        Life = LiveAsync(Elector, _stop.Token);
    }

    /// <summary>A graceful stop.</summary>
    public async Task StopAsync()
    {
        var elector = Elector;
        _stop.Cancel();
        await Life;
        await elector.ReleaseAsync(CancellationToken.None);
    }

    private static async Task LiveAsync(LeaderElector elector, CancellationToken stop)
    {
        try
        {
            await elector.AcquireAsync(stop);
            await elector.RenewAsync(stop);
        }
        catch (LeadershipLostException)
        {
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}
