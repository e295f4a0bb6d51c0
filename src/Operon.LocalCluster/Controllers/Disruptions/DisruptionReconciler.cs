using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Disruptions;

/// <summary>Keeps the status evictions are judged by.</summary>
internal sealed class DisruptionReconciler(
    IKubernetesClient client,
    ILister<V1PodDisruptionBudget> budgets,
    ILister<V1Pod> pods,
    ILister<V1ReplicaSet> replicaSets,
    TimeProvider time) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (budgets.Find(context.Key) is not { } budget)
        {
            return ReconcileResult.Done;
        }

        var selected = pods.List(context.Key.Namespace).Where(p => LabelMatching.Matches(budget.Spec.Selector, p.Metadata.Labels)).ToList();
        var changed = Documents.Copy(ResourceKinds.PodDisruptionBudget, budget);
        changed.Status = DisruptionPlanner.Plan(budget, selected, Expected(selected), time.GetUtcNow());
        if (!Documents.SameSection(ResourceKinds.PodDisruptionBudget, budget, changed, "status"))
        {
            await client.Resource(ResourceKinds.PodDisruptionBudget).UpdateAsync(changed, cancellationToken, subresource: "status");
        }

        return changed.Status.DisruptedPods is null ? ReconcileResult.Done : ReconcileResult.After(TimeSpan.FromMinutes(2));
    }

    /// <summary>The sizes of the ReplicaSets behind the pods; pods of other owners count themselves.</summary>
    private int Expected(List<V1Pod> selected) => selected
        .Where(p => !PodState.IsTerminal(p))
        .GroupBy(p => Ownership.ControllerOf(p)?.Uid)
        .Sum(g => Ownership.ControllerOf(g.First()) is { Kind: "ReplicaSet" } owner
            && replicaSets.Find(new ObjectKey(g.First().Metadata.NamespaceProperty, owner.Name)) is { } set ? set.Spec.Replicas ?? 1 : g.Count());
}
