namespace Operon.Etcd.Planning;

/// <summary>The arithmetic of majorities.</summary>
internal static class Quorum
{
    /// <summary>Voters that must agree among <paramref name="voters"/>.</summary>
    public static int Of(int voters) => (voters / 2) + 1;

    /// <summary>Whether a cluster of <paramref name="voters"/> still has a majority of healthy voters after a healthy one leaves (M9).</summary>
    public static bool SurvivesRemovalOfHealthy(int voters, int healthy) => voters > 1 && healthy - 1 >= Of(voters - 1);
}
