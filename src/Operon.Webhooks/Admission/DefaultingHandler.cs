using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Turns what a defaulter changed in the typed object into a patch of the raw one.</summary>
internal sealed class DefaultingHandler<T>(ResourceKind<T> kind, IDefaulter<T> defaulter) : IAdmissionHandler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Object is not { } raw)
        {
            return AdmissionResponse.Allowed();
        }

        var resource = AdmissionObjects.Read(raw, kind, request);
        var before = JsonSerializer.SerializeToNode(resource, kind.Json)!.AsObject();
        var context = new AdmissionContext(request);
        var changed = await defaulter.DefaultAsync(resource, context, cancellationToken)
            ?? throw new InvalidOperationException($"{defaulter.GetType().Name} returned null for {request.Target}; return the object, changed or not.");
        var after = JsonSerializer.SerializeToNode(changed, kind.Json)!.AsObject();
        var patch = JsonPatches.Difference(raw, ThreeWayMerge.Apply(raw, before, after));
        return new AdmissionResponse
        {
            IsAllowed = true,
            Patch = patch.Count == 0 ? null : patch,
            Warnings = context.Warnings,
            AuditAnnotations = context.AuditAnnotations,
        };
    }
}
