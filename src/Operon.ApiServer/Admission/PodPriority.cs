using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Admission;

/// <summary>Resolves priorityClassName into the number the scheduler works with.</summary>
internal sealed class PodPriority(ObjectStore store) : AdmissionPlugin
{
    public override Task MutateAsync(AdmissionRequest request)
    {
        if (!request.IsMainCreate(StorageNames.Pods))
        {
            return Task.CompletedTask;
        }

        var spec = request.Object.Ensure("spec");
        var name = spec.Text("priorityClassName");
        var found = name.Length > 0
            ? store.Find(StorageNames.PriorityClasses, "", name)?.Decode() ?? throw Refusal.Forbidden(request.Resource, request.Name, $"no PriorityClass with name {name} was found")
            : store.State.Objects(StorageNames.PriorityClasses).Select(item => item.Decode()).FirstOrDefault(item => item["globalDefault"].Boolean() == true);
        spec["priority"] = found?["value"].Integer() ?? 0;
        spec["preemptionPolicy"] = found?["preemptionPolicy"].Text() ?? "PreemptLowerPriority";
        if (found is not null)
        {
            spec["priorityClassName"] = found.Name();
        }

        return Task.CompletedTask;
    }
}
