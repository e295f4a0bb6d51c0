using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Give a member's free pages back to the file system.</summary>
internal sealed record Defragment(string Name, MaintenanceStatus Status, string Reason) : MaintenanceAction(Status, Reason);
