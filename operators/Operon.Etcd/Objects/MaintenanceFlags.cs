using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>What <c>spec.maintenance</c> means on the command line of one version of etcd.</summary>
internal static class MaintenanceFlags
{
    private const string QuotaVariable = "ETCD_QUOTA_BACKEND_BYTES";

    /// <summary>Flags without dashes, each with its value.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(MaintenancePolicy? policy)
    {
        List<KeyValuePair<string, string>> flags = [];
        if (policy?.AutoCompaction is { Retention: { } retention } compaction)
        {
            flags.Add(new("auto-compaction-mode", compaction.Mode ?? AutoCompactionPolicy.Periodic));
            flags.Add(new("auto-compaction-retention", retention));
        }

        if (policy?.QuotaBackendBytes is { } quota)
        {
            flags.Add(new("quota-backend-bytes", quota.ToString(CultureInfo.InvariantCulture)));
        }

        if (policy?.SnapshotCount is { } count)
        {
            flags.Add(new("snapshot-count", count.ToString(CultureInfo.InvariantCulture)));
        }

        return flags;
    }

    /// <summary>The quota members are to have: from the spec, else from their environment, else etcd's default.</summary>
    public static long QuotaBytes(EtcdClusterSpec spec)
    {
        if (spec.Maintenance?.QuotaBackendBytes is { } quota)
        {
            return quota;
        }

        var variable = PodParts.Read(spec.Pod).EtcdEnv.FirstOrDefault(variable => variable.Name == QuotaVariable)?.Value;
        return long.TryParse(variable, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : MaintenancePolicy.DefaultQuotaBytes;
    }

    /// <summary>Name of the environment variable etcd reads instead of a flag; it does not start with both.</summary>
    public static string Variable(string flag) => $"ETCD_{flag.ToUpperInvariant().Replace('-', '_')}";

    /// <summary>
    /// Variables that turn the corruption checks of a version on (C1): the one at start compares with the peers before serving, the compact hash check
    /// each minute what compactions left. Variables, since a version that does not know one ignores it, while a flag would keep it from starting: an
    /// image changed in place keeps what its pod was made with. The full periodic check reads everything each time and stays off.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> CorruptionChecks(MaintenancePolicy? policy, EtcdVersion version)
    {
        if (policy?.CorruptionChecks == false)
        {
            yield break;
        }

        if (version >= new EtcdVersion(3, 6, 0))
        {
            yield return new(Variable("feature-gates"), "InitialCorruptCheck=true,CompactHashCheck=true");
            yield break;
        }

        if (version >= new EtcdVersion(3, 3, 0))
        {
            yield return new(Variable("experimental-initial-corrupt-check"), "true");
        }

        if (version >= new EtcdVersion(3, 5, 5))
        {
            yield return new(Variable("experimental-compact-hash-check-enabled"), "true");
        }
    }
}
