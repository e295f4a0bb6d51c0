using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Reads the annotation that asks for another leader, unless status says that it has been answered.</summary>
internal sealed class LeaderTransferReader : IFactReader
{
    public const string Annotation = "etcd.database.coreos.com/move-leader";

    public Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var wish = Request(context.Cluster.Metadata.Annotations);
        var isNew = wish is not null && wish != context.Cluster.Status?.LeaderTransfer?.Request;
        return Task.FromResult(isNew ? observed with { LeaderTransfer = new LeaderTransferFacts(wish!) } : observed);
    }

    /// <summary>The annotation; null when it is missing or empty.</summary>
    public static string? Request(IDictionary<string, string>? annotations) =>
        annotations is not null && annotations.TryGetValue(Annotation, out var text) && text.Trim() is { Length: > 0 } request ? request : null;
}
