using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

/// <summary>Caches without a manager; they run from <see cref="Start"/> until disposed.</summary>
internal sealed class RunningCaches : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _runs = [];

    public RunningCaches(IKubernetesClient client, TimeProvider clock, CachingOptions? options = null, IReadOnlyList<string>? namespaces = null, bool stripManagedFields = true, string? cluster = null)
    {
        Scope = new NamespaceScope(namespaces);
        Caches = new Caches(
            client,
            Scope,
            new ManagerSettings(clock, NullLoggerFactory.Instance, TimeSpan.FromHours(10), stripManagedFields, TimeSpan.FromSeconds(5)) { Caching = options ?? new CachingOptions(), Cluster = cluster });
    }

    public NamespaceScope Scope { get; }

    public Caches Caches { get; }

    public void Start() => Caches.Start(run =>
    {
        lock (_runs)
        {
            _runs.Add(Task.Run(() => run(_stop.Token)));
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] runs;
        lock (_runs)
        {
            runs = [.. _runs];
        }

        await Task.WhenAll(runs);
        _stop.Dispose();
    }
}
