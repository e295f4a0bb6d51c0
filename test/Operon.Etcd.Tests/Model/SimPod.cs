namespace Operon.Etcd.Tests.Model;

internal enum SimPhase
{
    /// <summary>Its process does not run: not scheduled, pulling, or restarting.</summary>
    Down,

    Running,

    /// <summary>The kubelet will not start it again.</summary>
    Failed,
}

/// <summary>A pod and whose data its volume holds (null: an empty directory).</summary>
internal sealed record SimPod(string Name, SimPhase Phase, bool HasClaim, ulong? Data);
