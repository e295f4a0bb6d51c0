using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>Runs pods until enough of them succeeded.</summary>
internal sealed class JobReconciler(
    IKubernetesClient client, ILister<V1Job> jobs, ILister<V1Pod> pods, IEventRecorder events, TimeProvider time) : IReconciler
{
    private readonly PodWriter _writer = new(client, events, ResourceKinds.Job.Type);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (jobs.Find(context.Key) is not { } job)
        {
            await ReleaseOrphansAsync(context.Key, cancellationToken);
            return ReconcileResult.Done;
        }

        var owned = pods.OwnedBy(job.Metadata.Uid);
        var plan = JobPlanner.Plan(job, owned, time.GetUtcNow());
        if (plan.IsExpired)
        {
            await client.Resource(ResourceKinds.Job).DeleteAsync(context.Key.Namespace, context.Key.Name, cancellationToken,
                new DeleteOptions { PreconditionUid = job.Metadata.Uid, PropagationPolicy = "Background" });
            return ReconcileResult.Done;
        }

        await WriteStatusAsync(job, plan, cancellationToken);
        foreach (var pod in plan.ReleaseFinalizer)
        {
            await ReleaseAsync(pod, cancellationToken);
        }

        foreach (var pod in plan.Delete)
        {
            await _writer.DeleteAsync(job, pod, cancellationToken);
        }

        var wanted = plan.Create.Select(index => JobPods.New(job, index)).ToList();
        var failure = await _writer.CreateAsync(job, wanted, cancellationToken);
        if (failure is not null)
        {
            throw failure;
        }

        return plan.Recheck is { } recheck ? ReconcileResult.After(recheck) : ReconcileResult.Done;
    }

    private async Task WriteStatusAsync(V1Job job, JobPlan plan, CancellationToken cancellationToken)
    {
        var changed = Documents.Copy(ResourceKinds.Job, job);
        changed.Status = plan.Status;
        if (!Documents.SameSection(ResourceKinds.Job, job, changed, "status"))
        {
            await client.Resource(ResourceKinds.Job).UpdateAsync(changed, cancellationToken, subresource: "status");
        }

        if (plan.Event is { IsWarning: true } warning)
        {
            events.Warning(job, warning.Reason, warning.Message);
        }
        else if (plan.Event is { } normal)
        {
            events.Normal(job, normal.Reason, normal.Message);
        }
    }

    /// <summary>A Job deleted at once leaves pods behind that nobody else would release.</summary>
    private async Task ReleaseOrphansAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        foreach (var pod in pods.List(key.Namespace))
        {
            if (JobTally.HasFinalizer(pod) && Ownership.ControllerOf(pod) is { Kind: "Job" } owner && owner.Name == key.Name)
            {
                await ReleaseAsync(pod, cancellationToken);
            }
        }
    }

    private async Task ReleaseAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var left = new JsonArray([.. pod.Metadata.Finalizers.Where(f => f != JobLabels.Finalizer).Select(f => (JsonNode?)f)]);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = pod.Metadata.ResourceVersion, ["finalizers"] = left },
        };
        try
        {
            await client.Resource(ResourceKinds.Pod).PatchAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, Patch.Merge(patch), cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // The pod was removed by force; its end is in the status already.
        }
    }
}
