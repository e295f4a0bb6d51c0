namespace Operon.Etcd.Api;

/// <summary>Steps of a recovery from a lost quorum, in their order.</summary>
internal static class RecoveryPhase
{
    /// <summary>Members that still have data are brought up and asked how far they are.</summary>
    public const string Choosing = "Choosing";

    /// <summary>Everything but the survivor is stopped for good, then the survivor.</summary>
    public const string Fencing = "Fencing";

    /// <summary>The survivor starts once as the only member.</summary>
    public const string Forcing = "Forcing";

    /// <summary>The survivor starts again as an ordinary member.</summary>
    public const string Restarting = "Restarting";

    /// <summary>The cluster serves and grows to its size by new members.</summary>
    public const string Growing = "Growing";

    public const string Completed = "Completed";

    /// <summary>The survivor does not hold what it held before: nothing more is done without a person.</summary>
    public const string Failed = "Failed";

    /// <summary>The quorum came back before anything was forced.</summary>
    public const string Cancelled = "Cancelled";
}
