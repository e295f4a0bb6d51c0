using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps the number of pods a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetReconciler(
    IKubernetesClient client, ILister<V1ReplicaSet> sets, ILister<V1Pod> pods, IEventRecorder events, TimeProvider time) : IReconciler
{
    private readonly PodWriter _writer = new(client, events, ResourceKinds.ReplicaSet.Type);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (sets.Find(context.Key) is not { } set)
        {
            return ReconcileResult.Done;
        }

        var inNamespace = pods.List(context.Key.Namespace);
        var plan = ReplicaSetPlanner.Plan(set, inNamespace, time.GetUtcNow());
        foreach (var pod in plan.Adopt)
        {
            await _writer.AdoptAsync(set, pod, cancellationToken);
        }

        foreach (var pod in plan.Release)
        {
            await _writer.ReleaseAsync(set, pod, cancellationToken);
        }

        var wanted = Enumerable.Range(0, plan.Create)
            .Select(_ => PodTemplates.Pod(set.Spec.Template, ResourceKinds.ReplicaSet.Type, set, PodTemplates.RandomName(set))).ToList();
        var failure = await _writer.CreateAsync(set, wanted, cancellationToken);
        foreach (var pod in plan.Delete)
        {
            await _writer.DeleteAsync(set, pod, cancellationToken);
        }

        plan.Status.Conditions = ReplicaFailure(plan.Status.Conditions, failure);
        await WriteStatusAsync(set, plan.Status, cancellationToken);
        if (failure is not null)
        {
            throw failure;
        }

        return plan.Recheck is { } recheck ? ReconcileResult.After(recheck) : ReconcileResult.Done;
    }

    private List<V1ReplicaSetCondition>? ReplicaFailure(IList<V1ReplicaSetCondition>? present, KubernetesApiException? failure)
    {
        var others = (present ?? []).Where(c => c.Type != "ReplicaFailure").ToList();
        if (failure is not null)
        {
            var before = present?.FirstOrDefault(c => c.Type == "ReplicaFailure");
            others.Add(before is not null && before.Message == failure.Message ? before : new V1ReplicaSetCondition
            {
                Type = "ReplicaFailure",
                Status = "True",
                Reason = "FailedCreate",
                Message = failure.Message,
                LastTransitionTime = Times.ToSeconds(time.GetUtcNow()),
            });
        }

        return others.Count == 0 ? null : others;
    }

    private async Task WriteStatusAsync(V1ReplicaSet set, V1ReplicaSetStatus status, CancellationToken cancellationToken)
    {
        var changed = Documents.Copy(ResourceKinds.ReplicaSet, set);
        changed.Status = status;
        if (!Documents.SameSection(ResourceKinds.ReplicaSet, set, changed, "status"))
        {
            await client.Resource(ResourceKinds.ReplicaSet).UpdateAsync(changed, cancellationToken, subresource: "status");
        }
    }
}
