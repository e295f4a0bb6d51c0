using Operon.Etcd.Api;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Planning;

/// <summary>Take alarms back whose cause is gone. <paramref name="Done"/>: the upkeep once that is done.</summary>
internal sealed record Disarm(IReadOnlyList<MemberAlarm> Alarms, MaintenanceStatus Done, MaintenanceStatus Status, string Reason) : MaintenanceAction(Status, Reason);
