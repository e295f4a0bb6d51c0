using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Admission;

/// <summary>Claims that name no storage class get the default one: the newest, when several are marked.</summary>
internal sealed class DefaultStorageClass(ObjectStore store) : AdmissionPlugin
{
    private const string Annotation = "storageclass.kubernetes.io/is-default-class";

    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.IsMainCreate("persistentvolumeclaims") && request.Object.Ensure("spec")["storageClassName"] is null)
        {
            var chosen = store.State.Objects(StorageNames.StorageClasses).Select(item => item.Decode())
                .Where(item => item.Object("metadata").Object("annotations").Text(Annotation) == "true")
                .OrderByDescending(item => item.Object("metadata").Text("creationTimestamp"), StringComparer.Ordinal)
                .ThenBy(item => item.Name(), StringComparer.Ordinal)
                .FirstOrDefault();
            if (chosen is not null)
            {
                request.Object.Ensure("spec")["storageClassName"] = chosen.Name();
            }
        }

        return Task.CompletedTask;
    }
}
