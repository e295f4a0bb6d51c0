using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;
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

    /// <summary>
    /// As clients of <paramref name="version"/> see it: converted, and a custom resource pruned. Defaults are those of the version it is read in only where that
    /// is the version it has; else those of the storage version, before the conversion.
    /// </summary>
    public async ValueTask<JsonObject> ConvertAsync(ServedResource version, JsonObject obj, CancellationToken cancellationToken) =>
        (await ConvertAsync(version, [obj], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The same for several objects: a conversion webhook is called once.</summary>
    public async ValueTask<IReadOnlyList<JsonObject>> ConvertAsync(ServedResource version, IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        foreach (var obj in objects)
        {
            if (version.Custom is { } custom && obj.Text("apiVersion") is var own && (own == version.ApiVersion || own == version.StorageApiVersion))
            {
                var schema = own == version.ApiVersion ? version.Schema : custom.StorageSchema;
                SchemaPruner.Prune(obj, schema, null);
                SchemaDefaulter.Apply(obj, schema);
            }
        }

        var isOther = objects.Select(obj => obj.Text("apiVersion") != version.ApiVersion).ToList();
        var others = objects.Where((_, i) => isOther[i]).ToList();
        if (others.Count == 0)
        {
            return objects;
        }

        var converted = new Queue<JsonObject>(await ConvertAsync(version, others, version.ApiVersion, cancellationToken).ConfigureAwait(false));
        foreach (var obj in converted)
        {
            if (version.Custom is not null)
            {
                SchemaPruner.Prune(obj, version.Schema, null);
            }
        }

        return [.. isOther.Select((other, i) => other ? converted.Dequeue() : objects[i])];
    }
}
