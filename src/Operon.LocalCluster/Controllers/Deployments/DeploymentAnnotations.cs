using System.Globalization;
using k8s;
using k8s.Models;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>The annotations by which deployments, their ReplicaSets and <c>kubectl rollout</c> talk to each other.</summary>
internal static class DeploymentAnnotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string TemplateHash = "pod-template-hash";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static long Number(IKubernetesObject<V1ObjectMeta> resource, string name) =>
        resource.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The annotations a ReplicaSet of this deployment carries at this revision.</summary>
    public static Dictionary<string, string> ForReplicaSet(V1Deployment deployment, V1ReplicaSet? present, long revision)
    {
        var result = present?.Metadata.Annotations is { } before ? new Dictionary<string, string>(before) : [];
        foreach (var (name, value) in deployment.Metadata.Annotations ?? new Dictionary<string, string>())
        {
            if (name is not (LastApplied or Revision or RevisionHistory or DesiredReplicas or MaxReplicas))
            {
                result[name] = value;
            }
        }

        var text = revision.ToString(CultureInfo.InvariantCulture);
        if (result.TryGetValue(Revision, out var old) && old != text)
        {
            result[RevisionHistory] = result.TryGetValue(RevisionHistory, out var history) && history.Length > 0 ? $"{history},{old}" : old;
        }

        result[Revision] = text;
        AddSizes(result, deployment);
        return result;
    }

    public static void AddSizes(IDictionary<string, string> annotations, V1Deployment deployment)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        annotations[DesiredReplicas] = replicas.ToString(CultureInfo.InvariantCulture);
        annotations[MaxReplicas] = (replicas + RolloutBounds.Of(deployment).MaxSurge).ToString(CultureInfo.InvariantCulture);
    }
}
