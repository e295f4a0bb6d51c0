namespace Operon.Etcd.Planning;

/// <summary>From nothing to one serving member whose cluster ID is written down (B2).</summary>
internal static class SeedRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.HasFormed)
        {
            return null;
        }

        if (desired.Size == 0)
        {
            return new Wait("spec.size is 0: nothing is started", TimeSpan.FromSeconds(5));
        }

        if (observed.Membership is { IsConfirmed: true } membership)
        {
            return new RecordClusterId(membership.ClusterId);
        }

        if (observed.Pods.Count == 0)
        {
            return new CreateSeedPod(
                desired.SeedName,
                desired.Version,
                observed.Restore is { } restore ? $"made from the backup of the EtcdRestore {restore.Name}" : "the cluster has never been formed");
        }

        var seed = observed.Pods[0];
        if (seed.IsDeleting)
        {
            return new Wait($"pod {seed.Name} is going away", TimeSpan.FromSeconds(1));
        }

        if (seed.IsFinished)
        {
            return new DeletePod(seed.Name, $"pod {seed.Name} has ended before the cluster was formed");
        }

        if (observed.Membership is null && observed.Pods.Count == 1 && (MemberPods.IsOutdated(desired, seed) || IsFromElsewhere(desired, seed)))
        {
            return new DeletePod(seed.Name, $"pod {seed.Name} was made from an older spec and has not served yet");
        }

        // A mistyped version must not strand a cluster that holds nothing yet.
        if (observed.Membership is null && observed.Pods.Count == 1 && seed.Version != desired.Version)
        {
            return new DeletePod(seed.Name, $"pod {seed.Name} was made for version {seed.Version} and has not served yet");
        }

        return new Wait(seed.Problem is null ? $"seed {seed.Name} is starting" : $"seed {seed.Name} does not start: {seed.Problem}", TimeSpan.FromSeconds(0.5));
    }

    private static bool IsFromElsewhere(EtcdDesired desired, PodFacts seed) =>
        desired.Repository is { } repository && seed.Applied is { } applied && applied.Repository != repository;
}
