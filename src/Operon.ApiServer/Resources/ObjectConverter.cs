using System.Text.Json.Nodes;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.Resources;

/// <summary>Turns objects of one version of a resource into another one: by our own rules, or by the webhook of a CRD.</summary>
internal sealed class ObjectConverter(ConversionWebhook webhook)
{
    /// <summary>Objects of any versions of the resource in the order given, each in <paramref name="apiVersion"/>; the trees that were given are used up.</summary>
    public async ValueTask<IReadOnlyList<JsonObject>> ConvertAsync(ServedResource resource, IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        if (resource.Custom?.Conversion is { } conversion)
        {
            return await webhook.ConvertAsync(conversion, resource.Kind, objects, apiVersion, cancellationToken).ConfigureAwait(false);
        }

        foreach (var obj in objects)
        {
            VersionConversion.Convert(obj, resource.Kind, apiVersion);
        }

        return objects;
    }

    public async ValueTask<JsonObject> ConvertAsync(ServedResource resource, JsonObject obj, string apiVersion, CancellationToken cancellationToken) =>
        obj.Text("apiVersion") == apiVersion ? obj : (await ConvertAsync(resource, [obj], apiVersion, cancellationToken).ConfigureAwait(false))[0];
}
