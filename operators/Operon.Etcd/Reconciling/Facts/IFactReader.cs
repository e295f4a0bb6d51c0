using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Adds one kind of facts to what is known of a cluster. Facts it cannot get stay null: unknown is not an error.</summary>
internal interface IFactReader
{
    Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken);
}
