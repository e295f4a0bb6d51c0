namespace Operon.Testing;

/// <summary>What a fault does.</summary>
internal enum FaultKind
{
    None,
    Respond,
    NeverAnswer,
    LoseAnswer,
    Delay,
    CutBefore,
    CutAfter,
    CutMiddle,
    CloseWatch,
    BreakWatch,
    ExpireWatch,
    SilenceWatch,
    GarbleWatch,
    DelayEvents,
}
