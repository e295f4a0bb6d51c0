using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>New namespaces are active, carry their name as a label, and stay until the namespace controller has emptied them.</summary>
internal sealed class NamespaceDefaults : AdmissionPlugin
{
    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.Resource.StorageName == StorageNames.Namespaces && request.Subresource is null && request.Operation != AdmissionOperation.Delete)
        {
            request.Object.Metadata().Ensure("labels")["kubernetes.io/metadata.name"] = request.Name;
            if (request.Operation == AdmissionOperation.Create)
            {
                request.Object.Ensure("spec")["finalizers"] = new JsonArray("kubernetes");
                request.Object.Ensure("status")["phase"] = "Active";
            }
        }

        return Task.CompletedTask;
    }
}
