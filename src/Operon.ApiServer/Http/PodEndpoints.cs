using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>pods/binding, which gives a pod its node once, and pods/eviction, which asks the disruption budgets first.</summary>
internal sealed class PodEndpoints(ObjectStore store, ResourceRegistry registry, ObjectWriter writer, ObjectDeleter deleter, AdmissionChain admission, TimeProvider time)
{
    private readonly AsyncGate _evictions = new();

    public async Task BindAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        var binding = await RequestBody.ReadObjectAsync(context.Http, []).ConfigureAwait(false) ?? throw Refusal.BadRequest("the request body is empty; send a Binding object");
        var node = binding.Object("target").Text("name");
        if (node.Length == 0)
        {
            throw Refusal.Invalid("", "Binding", info.Name, [FieldError.Required("target.name")]);
        }

        var write = WriteOptions.Read(context);
        using (var request = Request(context, resource, binding, SubresourceView.Of("", "v1", "Binding"), write))
        {
            await admission.AskWebhooksAsync(request).ConfigureAwait(false);
            node = binding.Object("target").Text("name");
        }

        write = write with { SkipsWebhooks = true };
        await writer.UpdateAsync(resource, info.Namespace, info.Name, UpdateTarget.Subresource, "binding", pod => Bound(resource, pod, binding, node), write).ConfigureAwait(false);
        await Responses.WriteAsync(context, 201, Success()).ConfigureAwait(false);
    }

    public async Task EvictAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        var eviction = await RequestBody.ReadObjectAsync(context.Http, []).ConfigureAwait(false) ?? [];
        var write = WriteOptions.Read(context);
        write = write with { DryRun = write.DryRun || eviction.Object("deleteOptions").Texts("dryRun").Contains("All") };
        using (var request = Request(context, resource, eviction, SubresourceView.Of("policy", "v1", "Eviction"), write))
        {
            await admission.AskWebhooksAsync(request).ConfigureAwait(false);
        }

        // An eviction is judged as one; the delete that follows from it is not judged again.
        write = write with { SkipsWebhooks = true };
        var options = DeleteOptions.Read(eviction.Object("deleteOptions"), _ => "");
        await _evictions.EnterAsync().ConfigureAwait(false);
        try
        {
            var stored = store.Find(resource.StorageName, info.Namespace, info.Name) ?? throw Refusal.NotFound(resource, info.Name);
            var pod = stored.Decode();
            if (NeedsBudget(pod))
            {
                await SpendBudgetAsync(resource, pod, write).ConfigureAwait(false);
            }

            await deleter.DeleteAsync(resource, info.Namespace, info.Name, options, write).ConfigureAwait(false);
        }
        finally
        {
            _evictions.Leave();
        }

        await Responses.WriteAsync(context, 201, Success()).ConfigureAwait(false);
    }

    private static AdmissionRequest Request(RequestContext context, ServedResource resource, JsonObject obj, SubresourceView view, WriteContext write) =>
        new(resource, AdmissionOperation.Create, context.Info.Namespace, context.Info.Name, obj, null, context.Info.Subresource, write) { View = view };

    private JsonObject Bound(ServedResource resource, JsonObject pod, JsonObject binding, string node)
    {
        var spec = pod.Ensure("spec");
        if (pod.IsDeleting())
        {
            throw Refusal.Conflict(resource, pod.Name(), $"pod {pod.Name()} is being deleted, cannot be assigned to a host");
        }

        if (spec.Text("nodeName") is { Length: > 0 } taken)
        {
            throw Refusal.Conflict(resource, pod.Name(), $"pod {pod.Name()} is already assigned to node \"{taken}\"");
        }

        spec["nodeName"] = node;
        foreach (var (key, value) in binding.Object("metadata").Object("annotations") ?? [])
        {
            pod.Metadata().Ensure("annotations")[key] = value?.DeepClone();
        }

        SetScheduled(pod.Ensure("status"), time.GetUtcNow().Rfc3339());
        return pod;
    }

    private static void SetScheduled(JsonObject status, string now)
    {
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        foreach (var old in conditions.OfType<JsonObject>().Where(condition => condition.Text("type") == "PodScheduled").ToList())
        {
            conditions.Remove(old);
        }

        conditions.Add((JsonNode)new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = now });
    }

    private static bool NeedsBudget(JsonObject pod) =>
        !pod.IsDeleting() && pod.Object("status").Text("phase") is not ("Succeeded" or "Failed" or "Pending");

    private async Task SpendBudgetAsync(ServedResource pods, JsonObject pod, WriteContext write)
    {
        var budgets = store.State.Snapshot(StorageNames.PodDisruptionBudgets).Range(pod.Namespace(), null).Select(item => item.Decode())
            .Where(budget => LabelSelector.FromLabelSelectorObject(budget.Object("spec").Object("selector")).Matches(pod.Object("metadata").Object("labels"))).ToList();
        if (budgets.Count == 0)
        {
            return;
        }

        if (budgets.Count > 1)
        {
            throw Refusal.Internal($"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support: {string.Join(", ", budgets.Select(budget => budget.Name()))}");
        }

        var name = budgets[0].Name();
        var ready = pod.Object("status").Objects("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        var status = budgets[0].Object("status");
        var healthyEnough = (status?["currentHealthy"].Integer() ?? 0) >= (status?["desiredHealthy"].Integer() ?? 0);
        if (!ready && (budgets[0].Object("spec").Text("unhealthyPodEvictionPolicy") == "AlwaysAllow" || healthyEnough))
        {
            return;
        }

        var resource = registry.BuiltIn("policy", "v1", "poddisruptionbudgets");
        await writer.UpdateAsync(resource, pod.Namespace(), name, UpdateTarget.Status, "status", budget => Spend(pods, budget, pod), write).ConfigureAwait(false);
    }

    private JsonObject Spend(ServedResource pods, JsonObject budget, JsonObject pod)
    {
        var status = budget.Ensure("status");
        var allowed = status["disruptionsAllowed"].Integer() ?? 0;
        var observed = status["observedGeneration"].Integer() ?? 0;
        var generation = budget.Object("metadata")?["generation"].Integer() ?? 0;
        if (observed < generation || allowed <= 0)
        {
            var detail = observed < generation
                ? $"The disruption budget {budget.Name()} is still being processed by the server."
                : $"The disruption budget {budget.Name()} needs {status["desiredHealthy"].Integer() ?? 0} healthy pods and has {status["currentHealthy"].Integer() ?? 0} currently";
            throw new StatusException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
            {
                Name = pod.Name(),
                Kind = pods.Plural,
                RetryAfterSeconds = observed < generation ? 10 : 0,
                Causes = [new FieldError("", "DisruptionBudget", detail)],
            };
        }

        status["disruptionsAllowed"] = allowed - 1;
        status.Ensure("disruptedPods")[pod.Name()] = time.GetUtcNow().Rfc3339();
        return budget;
    }

    private static JsonObject Success() => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
}
