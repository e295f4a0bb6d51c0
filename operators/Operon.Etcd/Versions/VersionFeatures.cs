using Operon.Etcd.Planning;

namespace Operon.Etcd.Versions;

/// <summary>What the versions of etcd can do that pods depend on.</summary>
internal static class VersionFeatures
{
    /// <summary><c>--listen-metrics-urls</c> exists since 3.3.</summary>
    public static bool HasMetricsListener(EtcdVersion version) => version >= new EtcdVersion(3, 3, 0);

    /// <summary><c>/livez</c> and <c>/readyz</c> came with 3.4.29 and 3.5.11.</summary>
    public static bool HasLivez(EtcdVersion version) => version.IsSameMinor(new EtcdVersion(3, 4, 0))
        ? version >= new EtcdVersion(3, 4, 29)
        : version >= new EtcdVersion(3, 5, 11);

    /// <summary>Downgrade as a call of its own: from 3.6 on to the minor version before.</summary>
    public static bool CanDowngrade(EtcdVersion version) => version >= new EtcdVersion(3, 6, 0);
}
