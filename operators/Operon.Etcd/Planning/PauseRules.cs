namespace Operon.Etcd.Planning;

/// <summary>A paused cluster is only watched.</summary>
internal static class PauseRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed) =>
        desired.IsPaused ? new StayPaused(observed.HasFormed ? QuorumRules.Loss(observed) : null) : null;
}
