namespace Operon.LocalCluster.Sandboxing;

/// <summary>
/// Who a container's processes are inside the container. Outside they are the cluster's user: a user namespace of the container's own maps this one uid and gid,
/// so everything the container can see belongs to it.
/// </summary>
/// <param name="UserId">Not 0: root needs no namespace of its own.</param>
/// <param name="GroupId">The primary group.</param>
internal sealed record SandboxUser(long UserId, long GroupId);
