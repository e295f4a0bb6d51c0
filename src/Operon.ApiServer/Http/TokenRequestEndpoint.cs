using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;
using Operon.ApiServer.Tokens;

namespace Operon.ApiServer.Http;

/// <summary>serviceaccounts/token: a fresh token, optionally bound to a pod, secret or node.</summary>
internal sealed class TokenRequestEndpoint(ObjectStore store, ServiceAccountTokens tokens, AdmissionChain admission)
{
    private const long MinimumSeconds = 600;
    private const long MaximumSeconds = 1L << 32;

    public async Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        var account = store.Find(resource.StorageName, info.Namespace, info.Name)?.Decode() ?? throw Refusal.NotFound(resource, info.Name);
        var request = await RequestBody.ReadObjectAsync(context.Http, []).ConfigureAwait(false) ?? throw Refusal.BadRequest("the request body is empty; send a TokenRequest object");
        using (var review = new AdmissionRequest(resource, AdmissionOperation.Create, info.Namespace, info.Name, request, null, info.Subresource, WriteOptions.Read(context))
        {
            View = SubresourceView.Of("authentication.k8s.io", "v1", "TokenRequest"),
        })
        {
            await admission.AskWebhooksAsync(review).ConfigureAwait(false);
        }

        var spec = request.Ensure("spec");
        var seconds = spec["expirationSeconds"].Integer() ?? 3600;
        if (seconds is < MinimumSeconds or > MaximumSeconds)
        {
            var detail = seconds < MinimumSeconds ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds";
            throw Refusal.Invalid("authentication.k8s.io", "TokenRequest", info.Name, [FieldError.Invalid("spec.expirationSeconds", $"{seconds}", detail)]);
        }

        var audiences = spec.Texts("audiences").ToList();
        var (token, expires) = tokens.Issue(account, audiences, TimeSpan.FromSeconds(seconds), Bound(resource, info, spec.Object("boundObjectRef")));
        spec["audiences"] = JsonTree.Strings(audiences.Count > 0 ? audiences : ServiceAccountTokens.DefaultAudiences);
        spec["expirationSeconds"] = seconds;
        var metadata = request.Metadata();
        metadata["name"] = info.Name;
        metadata["namespace"] = info.Namespace;
        request["kind"] = "TokenRequest";
        request["apiVersion"] = "authentication.k8s.io/v1";
        request["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.Rfc3339() };
        await Responses.WriteAsync(context, 201, request).ConfigureAwait(false);
    }

    private JsonObject? Bound(ServedResource resource, RequestInfo info, JsonObject? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var name = reference.Text("name");
        var (storage, ns) = reference.Text("kind") switch
        {
            "Pod" => (StorageNames.Pods, info.Namespace),
            "Secret" => (StorageNames.Secrets, info.Namespace),
            "Node" => (StorageNames.Nodes, ""),
            var kind => throw Refusal.BadRequest($"cannot bind token to object of type {kind}; spec.boundObjectRef.kind must be Pod, Secret or Node"),
        };
        var obj = store.Find(storage, ns, name)?.Decode()
            ?? throw new StatusException(404, "NotFound", $"{storage} \"{name}\" not found") { Name = name, Kind = storage };
        if (reference.Text("uid") is { Length: > 0 } uid && uid != obj.Uid())
        {
            throw Refusal.Conflict(resource, info.Name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        return obj;
    }
}
