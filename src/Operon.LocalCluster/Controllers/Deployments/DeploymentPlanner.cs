using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Decides the next step of a Deployment. Each call makes one kind of change and leaves the rest to the reconcile that follows from it.</summary>
internal static class DeploymentPlanner
{
    public static DeploymentPlan Plan(DeploymentSituation now)
    {
        var status = DeploymentStatusBuilder.Build(now);
        var recheck = DeploymentStatusBuilder.ProgressDeadline(now, status);
        DeploymentPlan With(V1ReplicaSet? create = null, IReadOnlyList<ReplicaSetChange>? change = null, IReadOnlyList<V1ReplicaSet>? delete = null) =>
            new(create, change ?? [], delete ?? [], now.New is null && create is null ? null : now.NewRevision, status, recheck);

        if (now.Deployment.Metadata.DeletionTimestamp is not null)
        {
            return new(null, [], [], null, status, null);
        }

        if (now.IsPaused || IsResized(now))
        {
            var resized = ProportionalScaling.Plan(now);
            if (resized.Count > 0 || now.IsPaused)
            {
                return With(change: resized);
            }
        }

        if (now.New is not null && Annotate(now) is { } annotated)
        {
            return With(change: [annotated]);
        }

        if (now.IsRecreate)
        {
            var down = now.Old.Where(s => DeploymentSituation.Size(s) > 0).Select(s => Resize(now, s, 0)).ToList();
            if (down.Count > 0)
            {
                return With(change: down);
            }

            if (now.HasOldPods)
            {
                return With();
            }
        }

        if (now.New is null)
        {
            return With(create: NewSet(now));
        }

        var steps = RollingUpdate.Plan(now);
        return steps.Count > 0 ? With(change: steps) : With(delete: BeyondHistory(now));
    }

    public static ReplicaSetChange Resize(DeploymentSituation now, V1ReplicaSet set, int replicas)
    {
        var annotations = new Dictionary<string, string>(set.Metadata.Annotations ?? new Dictionary<string, string>());
        DeploymentAnnotations.AddSizes(annotations, now.Deployment);
        return new(set, replicas, annotations);
    }

    /// <summary>The user changed <c>spec.replicas</c> since the ReplicaSets were sized.</summary>
    private static bool IsResized(DeploymentSituation now) => now.All.Any(s =>
        DeploymentSituation.Size(s) > 0
        && s.Metadata.Annotations?.ContainsKey(DeploymentAnnotations.DesiredReplicas) == true
        && DeploymentAnnotations.Number(s, DeploymentAnnotations.DesiredReplicas) != now.Wanted);

    private static ReplicaSetChange? Annotate(DeploymentSituation now)
    {
        var wanted = DeploymentAnnotations.ForReplicaSet(now.Deployment, now.New, now.NewRevision);
        var present = now.New!.Metadata.Annotations ?? new Dictionary<string, string>();
        return wanted.All(w => present.TryGetValue(w.Key, out var value) && value == w.Value)
            ? null
            : new(now.New, DeploymentSituation.Size(now.New), wanted);
    }

    private static V1ReplicaSet NewSet(DeploymentSituation now)
    {
        var deployment = now.Deployment;
        var hash = TemplateHash.Of(deployment.Spec.Template, deployment.Status?.CollisionCount);
        var set = Documents.Copy(ResourceKinds.ReplicaSet, new V1ReplicaSet
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                NamespaceProperty = deployment.Metadata.NamespaceProperty,
                Annotations = DeploymentAnnotations.ForReplicaSet(deployment, null, now.NewRevision),
                OwnerReferences = [Ownership.Controller(ResourceKinds.Deployment.Type, deployment)],
            },
            Spec = new V1ReplicaSetSpec
            {
                Replicas = now.IsRecreate ? now.Wanted : Math.Max(0, Math.Min(now.Wanted, now.Wanted + now.Bounds.MaxSurge - now.Total)),
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = deployment.Spec.Selector,
                Template = deployment.Spec.Template,
            },
        });
        set.Spec.Template.Metadata ??= new V1ObjectMeta();
        (set.Spec.Template.Metadata.Labels ??= new Dictionary<string, string>())[DeploymentAnnotations.TemplateHash] = hash;
        set.Metadata.Labels = new Dictionary<string, string>(set.Spec.Template.Metadata.Labels);
        (set.Spec.Selector.MatchLabels ??= new Dictionary<string, string>())[DeploymentAnnotations.TemplateHash] = hash;
        return set;
    }

    private static List<V1ReplicaSet> BeyondHistory(DeploymentSituation now)
    {
        if (!now.IsComplete)
        {
            return [];
        }

        var idle = now.Old.Where(s => DeploymentSituation.Size(s) == 0 && (s.Status?.Replicas ?? 0) == 0 && s.Metadata.DeletionTimestamp is null)
            .OrderBy(s => DeploymentAnnotations.Number(s, DeploymentAnnotations.Revision)).ToList();
        return [.. idle.Take(Math.Max(0, idle.Count - (now.Deployment.Spec.RevisionHistoryLimit ?? 10)))];
    }
}
