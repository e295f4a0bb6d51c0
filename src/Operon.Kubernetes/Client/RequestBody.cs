using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>What is sent, once serialized: a retry sends the same bytes.</summary>
internal sealed record RequestBody(string ContentType, byte[] Bytes)
{
    public static RequestBody Of<T>(T value, JsonTypeInfo<T> json, string contentType = "application/json") =>
        new(contentType, JsonSerializer.SerializeToUtf8Bytes(value, json));

    public static RequestBody Of(Patch patch) => Of(patch.Body, ClientJson.TypeInfo<JsonNode>(), patch.ContentType);

    public static RequestBody? Of(DeleteOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var preconditions = new V1Preconditions { Uid = options.PreconditionUid, ResourceVersion = options.PreconditionResourceVersion };
        var body = new V1DeleteOptions
        {
            ApiVersion = "v1",
            Kind = "DeleteOptions",
            GracePeriodSeconds = options.GracePeriodSeconds,
            PropagationPolicy = options.PropagationPolicy,
            Preconditions = preconditions is { Uid: null, ResourceVersion: null } ? null : preconditions,
            DryRun = options.DryRun ? ["All"] : null,
        };
        return Of(body, ClientJson.TypeInfo<V1DeleteOptions>());
    }
}
