using System.Globalization;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;

namespace Operon.Etcd.Objects;

/// <summary>What <c>spec.maintenance</c> means on the command line of one version of etcd.</summary>
internal static class MaintenanceFlags
{
    private const string QuotaFlag = "quota-backend-bytes";

    /// <summary>These options and those that follow from <c>spec.maintenance</c>, where the environment does not say them already.</summary>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> options, EtcdClusterSpec spec)
    {
        var all = new Dictionary<string, string>(options);
        var said = spec.Maintenance is null ? [] : Environment(spec).Select(variable => variable.Name).ToHashSet();
        foreach (var (flag, value) in Of(spec.Maintenance).Where(flag => !said.Contains(Variable(flag.Key))))
        {
            all.TryAdd(flag, value);
        }

        return all;
    }

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
            flags.Add(new(QuotaFlag, quota.ToString(CultureInfo.InvariantCulture)));
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
        var text = MemberArguments.Options(spec).GetValueOrDefault(QuotaFlag) ?? Environment(spec).FirstOrDefault(variable => variable.Name == Variable(QuotaFlag))?.Value;
        return long.TryParse(text, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : MaintenancePolicy.DefaultQuotaBytes;
    }

    /// <summary>Name of the environment variable etcd reads instead of a flag; it does not start with both.</summary>
    public static string Variable(string flag) => $"ETCD_{flag.ToUpperInvariant().Replace('-', '_')}";

    /// <summary>
    /// Variables that turn the corruption checks of a version on (C1): the one at start compares with the peers before serving, the compact hash check
    /// each minute what compactions left. Variables, since a version that does not know one ignores it, while a flag would keep it from starting: an
    /// image changed in place keeps what its pod was made with. The full periodic check reads everything each time and stays off.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> CorruptionChecks(EtcdClusterSpec spec, EtcdVersion version)
    {
        var isOff = spec.Maintenance?.CorruptionChecks == false;
        return isOff ? [] : ChecksOf(version).Where(check => !(spec.Options ?? []).Keys.Any(name => Decides(name, check.Key))).Select(check => new KeyValuePair<string, string>(Variable(check.Key), check.Value));
    }

    // etcd starts neither with a variable and its flag, nor does one gate leave room for another list of them.
    private static bool Decides(string option, string check)
    {
        var flag = EtcdFlags.Find(option);
        return flag.Name == EtcdFlags.Find(check).Name || (check == EtcdFlags.FeatureGates && flag.Form == FlagForm.Gate);
    }

    private static IEnumerable<KeyValuePair<string, string>> ChecksOf(EtcdVersion version)
    {
        if (version >= EtcdFlags.Graduation)
        {
            yield return new(EtcdFlags.FeatureGates, "InitialCorruptCheck=true,CompactHashCheck=true");
            yield break;
        }

        if (version >= new EtcdVersion(3, 3, 0))
        {
            yield return new("experimental-initial-corrupt-check", "true");
        }

        if (version >= new EtcdVersion(3, 5, 5))
        {
            yield return new("experimental-compact-hash-check-enabled", "true");
        }
    }

    private static IReadOnlyList<V1EnvVar> Environment(EtcdClusterSpec spec) => PodParts.Read(spec.Pod).EtcdEnv;
}
