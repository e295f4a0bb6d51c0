using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Give up the history before a revision. <paramref name="Done"/>: the upkeep once that is done.</summary>
internal sealed record Compact(long Revision, MaintenanceStatus Done, MaintenanceStatus Status, string Reason) : MaintenanceAction(Status, Reason);
