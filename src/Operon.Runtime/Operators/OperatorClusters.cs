using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>The clusters of an operator; the first one holds the Lease.</summary>
internal sealed class OperatorClusters : IAsyncDisposable
{
    public OperatorClusters(IReadOnlyList<ClusterRegistration> registrations, OperatorOptions options, ILoggerFactory loggers, TimeProvider time) =>
        All = [.. registrations.Select(registration => new OperatorCluster(registration, options, loggers, time))];

    public IReadOnlyList<OperatorCluster> All { get; }

    public OperatorCluster Primary => All[0];

    public OperatorCluster Get(string name) => All.First(cluster => cluster.Registration.Name == name);

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in All)
        {
            await cluster.DisposeAsync();
        }
    }
}
