namespace Operon.Runtime;

/// <summary>
/// What keeps a process that has lost its leadership, perhaps without knowing, from writing. Counts for writes through
/// <see cref="ControllerManager.Client"/> by controllers and runnables of the leader group. docs/runtime/leader-election.md says what each form guarantees.
/// </summary>
public enum LeaderFencing
{
    /// <summary>Nothing does: as in controller-runtime, only the end of the process.</summary>
    None,

    /// <summary>
    /// A write is refused when the lease was not renewed within the renew deadline by this process' own clock, and a write in flight is given up at that
    /// moment: before any other replica may take over. Costs nothing. A request the network or the server holds back for longer can still arrive.
    /// </summary>
    Deadline,

    /// <summary>
    /// As <see cref="Deadline"/>; besides, objects carry the fencing token of the leader that wrote them in an annotation, and every write is conditional on
    /// the object's version. Once a new leader has touched an object, the server rejects whatever an earlier one sent. Costs a read for each patch, apply and
    /// delete, and one write per object after a change of leader. Creations cannot be conditional.
    /// </summary>
    Stamp,
}
