using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Admission;

/// <summary>Nothing is created in a namespace that is missing or ending; the system's own namespaces cannot be deleted.</summary>
internal sealed class NamespaceLifecycle(ObjectStore store) : AdmissionPlugin
{
    private static readonly string[] Protected = ["default", "kube-system", "kube-public"];

    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Create && request.Resource.Namespaced)
        {
            CheckNamespace(request);
        }

        return Task.CompletedTask;
    }

    public override Task ValidateAsync(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete && request.Resource.StorageName == StorageNames.Namespaces && Protected.Contains(request.Name))
        {
            throw Refusal.Forbidden(request.Resource, request.Name, "this namespace may not be deleted");
        }

        return Task.CompletedTask;
    }

    private void CheckNamespace(AdmissionRequest request)
    {
        var found = store.Find(StorageNames.Namespaces, "", request.Namespace);
        if (found is null)
        {
            throw new StatusException(404, "NotFound", $"namespaces \"{request.Namespace}\" not found") { Name = request.Namespace, Kind = "namespaces" };
        }

        if (found.Decode().IsDeleting())
        {
            var detail = $"unable to create new content in namespace {request.Namespace} because it is being terminated";
            throw new StatusException(403, "Forbidden", $"{request.Resource.GroupResource} \"{request.Name}\" is forbidden: {detail}")
            {
                Name = request.Name,
                Group = request.Resource.Group,
                Kind = request.Resource.Plural,
                Causes = [new FieldError("metadata.namespace", "NamespaceTerminating", $"namespace {request.Namespace} is being terminated")],
            };
        }
    }
}
