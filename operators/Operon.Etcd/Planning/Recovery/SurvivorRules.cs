using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>
/// Which member everything starts over from: the one that knows the highest committed index. What is committed is the same on all members, so that one
/// has everything any other has; the term only breaks ties, since a member that was alone may have counted it up by itself.
/// </summary>
internal static class SurvivorRules
{
    /// <summary>Members that come up together may yet find each other.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a member that has a claim may take to answer before the choice is made without it.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    public static EtcdAction Next(EtcdObserved observed, RecoveryFacts recovery, RecoveryStatus status)
    {
        if (recovery.Reports.FirstOrDefault(report => report.HasLeader) is { } led)
        {
            return new AwaitRecovery(status, $"{led.Name} follows a leader, so there is a quorum; waiting until the operator can read from it");
        }

        var waited = observed.Now.UtcDateTime - (status.StartedAt ?? DateTime.MinValue);
        if (waited < SettleTime)
        {
            return new AwaitRecovery(status, "waiting whether the members find each other after all");
        }

        var candidates = recovery.Reports
            .Where(report => observed.Claims.Contains(report.Name) && !report.IsLearner && (observed.RecordedClusterId is not { } id || report.ClusterId == id))
            .ToList();
        if (status.Survivor is { } named)
        {
            return candidates.Find(report => report.Name == named) is { } asked
                ? Choose(asked, status)
                : new AwaitRecovery(status, $"waiting for {named} to answer; {PodState(observed, named)}");
        }

        var silent = observed.Claims.Where(claim => candidates.TrueForAll(report => report.Name != claim)).Order(StringComparer.Ordinal).ToList();
        if (silent.Count > 0 && (waited < AnswerTime || candidates.Count == 0))
        {
            return new AwaitRecovery(status, $"waiting for {string.Join(", ", silent.Select(name => $"{name} ({PodState(observed, name)})"))} to say how far it is");
        }

        return Choose(
            candidates.OrderByDescending(report => report.CommittedIndex)
                .ThenByDescending(report => report.RaftTerm)
                .ThenBy(report => report.Name, StringComparer.Ordinal)
                .First(),
            status);
    }

    private static ChooseSurvivor Choose(MemberReport survivor, RecoveryStatus status) => new(
        status with
        {
            Phase = RecoveryPhase.Fencing,
            Survivor = survivor.Name,
            SurvivorTerm = survivor.RaftTerm,
            SurvivorIndex = survivor.CommittedIndex,
            SurvivorRevision = survivor.Revision,
        },
        status,
        $"{survivor.Name} is the survivor: raft term {survivor.RaftTerm}, committed index {survivor.CommittedIndex}, revision {survivor.Revision}");

    private static string PodState(EtcdObserved observed, string name) => observed.Pod(name) switch
    {
        null => "its pod is missing",
        { IsDeleting: true } => "its pod is terminating",
        { IsCrashLooping: true } => "its container crashes; see its log",
        { IsFinished: true } => "its pod has ended",
        _ => "its pod exists but does not answer",
    };
}
