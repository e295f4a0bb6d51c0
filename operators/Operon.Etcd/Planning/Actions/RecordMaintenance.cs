using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Only status is written. <paramref name="Event"/>: reason of the Event that tells it; null for none.</summary>
internal sealed record RecordMaintenance(MaintenanceStatus Status, string? Event, string Reason, bool IsWarning = false) : MaintenanceAction(Status, Reason);
