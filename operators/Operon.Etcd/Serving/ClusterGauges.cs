using System.Diagnostics.Metrics;
using System.Globalization;
using Operon.Etcd.Api;

namespace Operon.Etcd.Serving;

/// <summary>
/// The state of each cluster, taken from its status in the cache. Every replica of the operator shows the same, so that queries take the maximum
/// over replicas.
/// </summary>
internal static class ClusterGauges
{
    private const double DefaultQuota = 2.0 * 1024 * 1024 * 1024;

    private static readonly string[] _conditions =
        [EtcdClusterCondition.Ready, EtcdClusterCondition.QuorumHealthy, EtcdClusterCondition.Progressing, EtcdClusterCondition.Degraded];

    public static void AddTo(Meter meter, Func<IEnumerable<EtcdCluster>> clusters)
    {
        meter.CreateObservableGauge("etcd_operator_controller_clusters", () => clusters().Count(), null, "Clusters taken care of.");
        Gauge("etcd_operator_cluster_size", null, "Members wanted: spec.size.", cluster => [new(cluster.Spec.Size, Tags(cluster))]);
        Gauge("etcd_operator_cluster_members", null, "Members by state: healthy, unhealthy or learner.", Members);
        Gauge("etcd_operator_cluster_has_quorum", null, "1 while a linearizable read succeeds, 0 when the quorum is lost or unknown.", cluster =>
            [new(IsTrue(cluster, EtcdClusterCondition.QuorumHealthy) ? 1 : 0, Tags(cluster))]);
        Gauge("etcd_operator_cluster_paused", null, "1 while spec.paused is true.", cluster => [new(cluster.Spec.Paused ? 1 : 0, Tags(cluster))]);
        Gauge("etcd_operator_cluster_condition", null, "1 while the condition is True, else 0.", cluster =>
            _conditions.Select(type => new Measurement<double>(IsTrue(cluster, type) ? 1 : 0, Tags(cluster, "condition", type))));
        Gauge("etcd_operator_cluster_version_info", null, "Always 1; the labels name the version all members run and the one an upgrade leads to.", cluster =>
            [new(1, [.. Tags(cluster, "version", cluster.Status?.CurrentVersion ?? ""), new("target", cluster.Status?.TargetVersion ?? "")])]);
        Gauge("etcd_operator_cluster_db_size_bytes", "By", "Size of a member's database file, at most a minute old.", cluster =>
            MemberValues(cluster, member => member.DbSizeBytes));
        Gauge("etcd_operator_cluster_db_size_in_use_bytes", "By", "Part of a member's database file that holds data, at most a minute old.", cluster =>
            MemberValues(cluster, member => member.DbSizeInUseBytes));
        Gauge("etcd_operator_cluster_quota_bytes", "By", "Size at which etcd refuses writes, where the spec or etcd's default sets it.", cluster =>
            QuotaOf(cluster) is { } quota ? [new(quota, Tags(cluster))] : []);
        Gauge("etcd_operator_certificate_expiry_seconds", "s", "When a certificate of the cluster ends, in seconds since 1970; the label names its secret.", Certificates);

        void Gauge(string name, string? unit, string help, Func<EtcdCluster, IEnumerable<Measurement<double>>> of) =>
            meter.CreateObservableGauge(name, () => clusters().SelectMany(of), unit, help);
    }

    public static KeyValuePair<string, object?>[] Tags(EtcdCluster cluster) =>
        [new("namespace", cluster.Metadata.NamespaceProperty), new("name", cluster.Metadata.Name)];

    private static KeyValuePair<string, object?>[] Tags(EtcdCluster cluster, string label, string value) => [.. Tags(cluster), new(label, value)];

    private static IEnumerable<Measurement<double>> Members(EtcdCluster cluster)
    {
        var members = cluster.Status?.MemberStatuses ?? [];
        yield return new(members.Count(member => member is { Role: not "Learner", Healthy: true }), Tags(cluster, "state", "healthy"));
        yield return new(members.Count(member => member is { Role: not "Learner", Healthy: false }), Tags(cluster, "state", "unhealthy"));
        yield return new(members.Count(member => member.Role == "Learner"), Tags(cluster, "state", "learner"));
    }

    // What an environment variable of the pod says is not looked at: a wrong quota would be worse than none.
    private static double? QuotaOf(EtcdCluster cluster)
    {
        if (cluster.Spec.Pod?.EtcdEnv?.GetRawText().Contains("ETCD_QUOTA_BACKEND_BYTES", StringComparison.Ordinal) == true)
        {
            return null;
        }

        return cluster.Spec.Options?.GetValueOrDefault("quota-backend-bytes") is { } option
            ? double.TryParse(option, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null
            : cluster.Spec.Maintenance?.QuotaBackendBytes ?? DefaultQuota;
    }

    private static IEnumerable<Measurement<double>> MemberValues(EtcdCluster cluster, Func<EtcdMemberStatus, long?> value) =>
        from member in cluster.Status?.MemberStatuses ?? []
        let figure = value(member)
        where figure is not null
        select new Measurement<double>(figure.Value, Tags(cluster, "member", member.Name));

    private static IEnumerable<Measurement<double>> Certificates(EtcdCluster cluster) =>
        from certificate in cluster.Status?.Certificates ?? []
        where DateTimeOffset.TryParse(certificate.NotAfter, CultureInfo.InvariantCulture, out _)
        select new Measurement<double>(
            DateTimeOffset.Parse(certificate.NotAfter!, CultureInfo.InvariantCulture).ToUnixTimeSeconds(), Tags(cluster, "certificate", certificate.Name));

    private static bool IsTrue(EtcdCluster cluster, string type) =>
        cluster.Status?.Conditions?.Any(condition => condition.Type == type && condition.Status == "True") == true;
}
