namespace Operon.Etcd.Tests.Model;

/// <summary>The pod of a slot, as the kubelet would report it.</summary>
internal enum SlotPod
{
    None,

    /// <summary>Its process does not run at the moment: it is starting, or restarting.</summary>
    Down,

    Running,

    /// <summary>The kubelet will not start it again.</summary>
    Failed,

    /// <summary>Its process never comes up: the directory is damaged.</summary>
    Crashing,

    /// <summary>Deletion was asked for; the process still serves.</summary>
    Leaving,

    /// <summary>Deletion was asked for; the process has ended, the name is not free yet.</summary>
    Terminating,
}
