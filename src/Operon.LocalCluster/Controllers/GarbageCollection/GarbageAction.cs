namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>What to do with an object.</summary>
internal abstract record GarbageAction
{
    private GarbageAction()
    {
    }

    public sealed record Keep : GarbageAction;

    /// <summary>Drop references to owners that are gone while others hold the object.</summary>
    public sealed record DropOwners(IReadOnlySet<string> Uids) : GarbageAction;

    public sealed record Delete(string Policy) : GarbageAction;

    /// <summary>Detach all dependents, then let go of the object.</summary>
    public sealed record Orphan : GarbageAction;

    /// <summary>Have the dependents deleted first.</summary>
    public sealed record AwaitDependents(IReadOnlyList<string> Uids) : GarbageAction;

    /// <summary>No dependent blocks any more.</summary>
    public sealed record FinishForeground : GarbageAction;
}
