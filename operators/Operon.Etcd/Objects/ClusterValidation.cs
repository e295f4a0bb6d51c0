using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Objects;

/// <summary>What the schema cannot check, and what objects stored before the schema may hold.</summary>
internal static class ClusterValidation
{
    private static readonly string[] _reservedEnvPrefixes = ["ETCD_INITIAL_", "ETCD_LISTEN_", "ETCD_ADVERTISE_", "ETCD_DISCOVERY", "ETCD_PROXY"];

    /// <summary>Everything that is wrong; each entry names the field and the remedy.</summary>
    public static IReadOnlyList<string> Problems(EtcdCluster cluster) => [.. Find(cluster)];

    private static IEnumerable<string> Find(EtcdCluster cluster)
    {
        var name = cluster.Metadata.Name;
        if (name.Length > ClusterLayout.MaxNameLength)
        {
            yield return $"metadata.name: \"{name}\" has {name.Length} characters; at most {ClusterLayout.MaxNameLength} leave room for the pod names";
        }

        if (cluster.Spec.Size < 1)
        {
            yield return $"spec.size: {cluster.Spec.Size} is not a cluster; ask for 1 to 7 members (to stop one without losing its data, delete nothing and set spec.paused)";
        }

        if (!string.IsNullOrEmpty(cluster.Spec.Version) && !EtcdVersion.TryParse(cluster.Spec.Version, out _))
        {
            yield return $"spec.version: \"{cluster.Spec.Version}\" is not a version; write three numbers such as 3.5.33";
        }

        foreach (var label in cluster.Spec.Pod?.Labels?.Keys ?? Enumerable.Empty<string>())
        {
            if (label == ClusterLayout.AppLabel || label.StartsWith("etcd_", StringComparison.Ordinal))
            {
                yield return $"spec.pod.labels: the label \"{label}\" is reserved for the operator; use another key";
            }
        }

        if (cluster.Spec.Pod?.Annotations?.ContainsKey(ClusterLayout.VersionAnnotation) == true)
        {
            yield return $"spec.pod.annotations: the annotation \"{ClusterLayout.VersionAnnotation}\" is reserved for the operator; use another key";
        }

        foreach (var problem in TlsValidation.Problems(cluster).Concat(Parts(cluster.Spec.Pod)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Parts(PodPolicy? policy)
    {
        IReadOnlyList<V1EnvVar> env;
        string? problem = null;
        try
        {
            env = PodParts.Read(policy).EtcdEnv;
        }
        catch (InvalidSpecException e)
        {
            env = [];
            problem = e.Message;
        }

        if (problem is not null)
        {
            yield return problem;
        }

        foreach (var variable in env.Where(variable => IsReserved(variable.Name)))
        {
            yield return $"spec.pod.etcdEnv: {variable.Name} is decided by the operator; remove it";
        }
    }

    private static bool IsReserved(string? name) =>
        name is "ETCD_NAME" or "ETCD_DATA_DIR" or "ETCD_FORCE_NEW_CLUSTER" or "ETCD_CONFIG_FILE" || _reservedEnvPrefixes.Any(prefix => name?.StartsWith(prefix, StringComparison.Ordinal) == true);
}
