using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>A step of upkeep; it is written to status before it is done. <paramref name="Status"/>: the upkeep as it is from now on.</summary>
internal abstract record MaintenanceAction(MaintenanceStatus Status, string Reason) : EtcdAction(Reason);
