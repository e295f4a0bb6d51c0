using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

/// <summary>A running coordinator.</summary>
internal sealed class Replica
{
    private static readonly AsyncLocal<string?> _sender = new();
    private readonly CancellationTokenSource _stop = new();

    public Replica(IKubernetesClient client, TimeProvider time, ShardingOptions options)
    {
        Coordinator = new ShardCoordinator(client, options, time, NullLogger.Instance);
        MemberName = new ShardLeases(client, options).MemberName;
        Identity = options.Identity;
        _sender.Value = options.Identity;
        Task = Coordinator.RunAsync(_stop.Token);
        _sender.Value = null;
    }

    /// <summary>The replica whose request is being served.</summary>
    public static string? Sender => _sender.Value;

    public string Identity { get; }

    public ShardCoordinator Coordinator { get; }

    public string MemberName { get; }

    public Task Task { get; }

    public IReadOnlyList<int> Held => Coordinator.State.Held;

    /// <summary>Ends without letting anything go.</summary>
    public async Task DieAsync()
    {
        await _stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task StopAsync()
    {
        await DieAsync();
        await Coordinator.ReleaseAsync(CancellationToken.None);
    }
}
