using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>The objects of a request as their types.</summary>
internal static class AdmissionObjects
{
    /// <summary>Throws a refusal with code 400 when the object does not have the shape of <typeparamref name="T"/>, or is of another kind.</summary>
    public static T Read<T>(JsonObject json, ResourceKind<T> kind, AdmissionRequest request)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (request.Kind.Kind != kind.Type.Kind || request.Kind.Group != kind.Type.Group || request.Kind.Version != kind.Type.Version)
        {
            throw new KubernetesApiException(
                HttpStatusCode.BadRequest,
                "BadRequest",
                $"{request.Target}: this webhook is for {kind.Type.ApiVersion} {kind.Type.Kind}, not for {request.Kind}; correct the rules of the webhook configuration");
        }

        try
        {
            return json.Deserialize(kind.Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new KubernetesApiException(
                HttpStatusCode.BadRequest, "BadRequest", $"{request.Target}: {(e.Path is { Length: > 0 } path ? $"{path.TrimStart('$').TrimStart('.')} " : "")}does not have the shape of {typeof(T).Name}: {e.Message}");
        }
    }
}
