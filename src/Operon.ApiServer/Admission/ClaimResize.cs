using System.Text.Json.Nodes;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;
using Quantity = Operon.ApiServer.Resources.Strategies.Quantity;

namespace Operon.ApiServer.Admission;

/// <summary>A claim may grow when it is bound and its storage class allows it (PersistentVolumeClaimResize).</summary>
internal sealed class ClaimResize(ObjectStore store) : AdmissionPlugin
{
    public override Task ValidateAsync(AdmissionRequest request)
    {
        if (request.Operation != AdmissionOperation.Update
            || request.Subresource is not null
            || request.Resource.StorageName != "persistentvolumeclaims"
            || Size(request.Object) is not { } wanted
            || Size(request.Old) is not { } had
            || wanted <= had)
        {
            return Task.CompletedTask;
        }

        if (request.Old!.Object("status").Text("phase") != "Bound")
        {
            throw Refusal.Forbidden(request.Resource, request.Name, "Only bound persistent volume claims can be expanded");
        }

        var name = request.Old.Object("spec").Text("storageClassName");
        var found = name.Length > 0 ? store.Find(StorageNames.StorageClasses, "", name)?.Decode() : null;
        return found?["allowVolumeExpansion"].Boolean() == true
            ? Task.CompletedTask
            : throw Refusal.Forbidden(
                request.Resource, request.Name, "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
    }

    private static decimal? Size(JsonObject? claim)
    {
        var storage = claim.Object("spec").Object("resources").Object("requests")?["storage"];
        return storage is null ? null : Quantity.Parse(storage.Text() is { Length: > 0 } text ? text : storage.ToJsonString());
    }
}
