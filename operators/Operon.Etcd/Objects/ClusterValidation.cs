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

        if (cluster.Spec.Size is < 0 or > 7)
        {
            yield return $"spec.size: {cluster.Spec.Size} is not a cluster; ask for 1 to 7 members, or for 0 to put a cluster with claims to sleep";
        }

        if (cluster.Spec.Size == 0 && cluster.Spec.Pod?.PersistentVolumeClaimSpec is null)
        {
            yield return "spec.size: 0 puts a cluster to sleep, and members without spec.pod.persistentVolumeClaimSpec would lose their data; set a claim, or a size of 1 to 7";
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

        foreach (var annotation in (cluster.Spec.Pod?.Annotations?.Keys ?? Enumerable.Empty<string>()).Where(IsReservedAnnotation))
        {
            yield return $"spec.pod.annotations: the annotation \"{annotation}\" is reserved for the operator; use another key";
        }

        foreach (var problem in TlsValidation.Problems(cluster).Concat(Parts(cluster.Spec.Pod)).Concat(MaintenanceValidation.Problems(cluster.Spec))
            .Concat(OptionValidation.Problems(cluster.Spec)).Concat(StorageValidation.Problems(cluster.Spec)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Parts(PodPolicy? policy)
    {
        var parts = new PodParts();
        IReadOnlyList<V1EnvVar> env = [];
        string? problem = null;
        try
        {
            parts = PodParts.Read(policy);

            // Whether the template makes a pod shows only when it is laid over one.
            var pod = PodTemplate.Over(new V1PodSpec { Containers = [new V1Container { Name = MemberPod.ContainerName, Env = [.. parts.EtcdEnv] }] }, parts.Template);
            env = [.. pod.Containers[0].Env ?? []];
        }
        catch (InvalidSpecException e)
        {
            problem = e.Message;
        }

        if (problem is not null)
        {
            yield return problem;
        }

        foreach (var reserved in PodTemplate.Problems(parts.Template))
        {
            yield return reserved;
        }

        foreach (var variable in env.Where(variable => IsReserved(variable.Name)))
        {
            yield return $"spec.pod.etcdEnv: {variable.Name} is decided by the operator; remove it";
        }
    }

    private static bool IsReservedAnnotation(string name) =>
        name is ClusterLayout.VersionAnnotation || name.StartsWith("etcd.database.coreos.com/", StringComparison.Ordinal);

    private static bool IsReserved(string? name) =>
        name is "ETCD_NAME" or "ETCD_DATA_DIR" or "ETCD_FORCE_NEW_CLUSTER" or "ETCD_CONFIG_FILE" || _reservedEnvPrefixes.Any(prefix => name?.StartsWith(prefix, StringComparison.Ordinal) == true);
}
