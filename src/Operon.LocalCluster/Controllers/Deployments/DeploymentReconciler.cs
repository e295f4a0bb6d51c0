using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>Rolls pod templates out through ReplicaSets.</summary>
internal sealed class DeploymentReconciler(
    IKubernetesClient client, ILister<V1Deployment> deployments, ILister<V1ReplicaSet> sets, ILister<V1Pod> pods, IEventRecorder events, TimeProvider time)
    : IReconciler
{
    private readonly IResourceClient<V1ReplicaSet> _sets = client.Resource(ResourceKinds.ReplicaSet);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (deployments.Find(context.Key) is not { } deployment)
        {
            return ReconcileResult.Done;
        }

        if (await AdoptAsync(deployment, cancellationToken))
        {
            return ReconcileResult.After(TimeSpan.FromMilliseconds(100));
        }

        var situation = new DeploymentSituation(deployment, sets.OwnedBy(deployment.Metadata.Uid), pods.List(context.Key.Namespace), time.GetUtcNow());
        var plan = DeploymentPlanner.Plan(situation);
        if (plan.Create is { } wanted)
        {
            await CreateAsync(deployment, plan, wanted, cancellationToken);
        }

        foreach (var change in plan.Change)
        {
            await ChangeAsync(deployment, change, cancellationToken);
        }

        foreach (var set in plan.Delete)
        {
            await _sets.DeleteAsync(set.Metadata.NamespaceProperty, set.Metadata.Name, cancellationToken,
                new DeleteOptions { PreconditionUid = set.Metadata.Uid, PropagationPolicy = "Background" });
        }

        await WriteAsync(deployment, plan, cancellationToken);
        return plan.Recheck is { } recheck ? ReconcileResult.After(recheck) : ReconcileResult.Done;
    }

    /// <summary>Takes over ReplicaSets that match and have no controller, such as those an orphaning delete left behind.</summary>
    private async Task<bool> AdoptAsync(V1Deployment deployment, CancellationToken cancellationToken)
    {
        var adopted = false;
        if (deployment.Metadata.DeletionTimestamp is not null)
        {
            return adopted;
        }

        foreach (var set in sets.List(deployment.Metadata.NamespaceProperty))
        {
            if (Ownership.ControllerOf(set) is null && set.Metadata.DeletionTimestamp is null && LabelMatching.Matches(deployment.Spec.Selector, set.Metadata.Labels))
            {
                var copy = Documents.Copy(ResourceKinds.ReplicaSet, set);
                copy.Metadata.OwnerReferences = [.. copy.Metadata.OwnerReferences ?? [], Ownership.Controller(ResourceKinds.Deployment.Type, deployment)];
                await _sets.UpdateAsync(copy, cancellationToken);
                adopted = true;
            }
        }

        return adopted;
    }

    private async Task CreateAsync(V1Deployment deployment, DeploymentPlan plan, V1ReplicaSet wanted, CancellationToken cancellationToken)
    {
        try
        {
            await _sets.CreateAsync(wanted, cancellationToken);
            events.Normal(deployment, "ScalingReplicaSet", $"Scaled up replica set {wanted.Metadata.Name} from 0 to {wanted.Spec.Replicas}");
        }
        catch (KubernetesApiException exists) when (exists.IsAlreadyExists)
        {
            var present = await _sets.FindAsync(wanted.Metadata.NamespaceProperty, wanted.Metadata.Name, cancellationToken);
            if (present is not null && !(Ownership.IsControlledBy(present, deployment) && TemplateHash.Same(present.Spec.Template, deployment.Spec.Template)))
            {
                // The name belongs to another template with the same hash: the next try hashes with a higher count.
                plan.Status.CollisionCount = (plan.Status.CollisionCount ?? 0) + 1;
            }
        }
    }

    private async Task ChangeAsync(V1Deployment deployment, ReplicaSetChange change, CancellationToken cancellationToken)
    {
        var copy = Documents.Copy(ResourceKinds.ReplicaSet, change.Set);
        copy.Metadata.Annotations = new Dictionary<string, string>(change.Annotations);
        copy.Spec.Replicas = change.Replicas;
        copy.Spec.MinReadySeconds = deployment.Spec.MinReadySeconds;
        await _sets.UpdateAsync(copy, cancellationToken);
        if (change.IsScaling)
        {
            var before = change.Set.Spec.Replicas ?? 1;
            events.Normal(deployment, "ScalingReplicaSet",
                $"Scaled {(change.Replicas > before ? "up" : "down")} replica set {copy.Metadata.Name} from {before} to {change.Replicas}");
        }
    }

    private async Task WriteAsync(V1Deployment deployment, DeploymentPlan plan, CancellationToken cancellationToken)
    {
        var resource = client.Resource(ResourceKinds.Deployment);
        var latest = deployment;
        if (plan.Revision is { } revision && DeploymentAnnotations.Number(deployment, DeploymentAnnotations.Revision) != revision)
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = deployment.Metadata.ResourceVersion,
                    ["annotations"] = new JsonObject { [DeploymentAnnotations.Revision] = revision.ToString(CultureInfo.InvariantCulture) },
                },
            };
            latest = await resource.PatchAsync(deployment.Metadata.NamespaceProperty, deployment.Metadata.Name, Patch.Merge(patch), cancellationToken);
        }

        var changed = Documents.Copy(ResourceKinds.Deployment, latest);
        changed.Status = plan.Status;
        if (!Documents.SameSection(ResourceKinds.Deployment, latest, changed, "status"))
        {
            await resource.UpdateAsync(changed, cancellationToken, subresource: "status");
        }
    }
}
