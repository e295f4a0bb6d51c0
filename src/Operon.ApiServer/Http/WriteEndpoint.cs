using System.Text.Json.Nodes;
using Operon.ApiServer.Protobuf;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>POST, PUT and DELETE of objects and collections.</summary>
internal sealed class WriteEndpoint(ObjectStore store, ObjectWriter writer, ObjectDeleter deleter, ListEndpoint lists, ObjectViews views, ObjectEncoder encoder)
{
    // The kinds whose DELETE answers with the object even when it is gone at once; all others answer with a Status.
    private static readonly HashSet<string> ReturnsDeleted = ["pods", "serviceaccounts", "podtemplates", "resourcequotas", "persistentvolumeclaims", "persistentvolumes", "storage.k8s.io/storageclasses", "storage.k8s.io/csidrivers", "storage.k8s.io/csinodes", "storage.k8s.io/volumeattachments"];

    public async Task CreateAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var write = WriteOptions.Read(context);
        var obj = await ReadAsync(context, resource, write).ConfigureAwait(false);
        var created = await writer.CreateAsync(resource, context.Info.Namespace, obj, write).ConfigureAwait(false);
        await AnswerAsync(context, resource, 201, created, format).ConfigureAwait(false);
    }

    public async Task ReplaceAsync(RequestContext context, ServedResource resource, UpdateTarget target)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var write = WriteOptions.Read(context);
        var obj = await ReadAsync(context, resource, write).ConfigureAwait(false);
        var info = context.Info;
        var ns = resource.Namespaced ? info.Namespace : "";
        if (obj.Name().Length == 0)
        {
            throw Refusal.BadRequest($"the name of the object is missing: set metadata.name to {info.Name}");
        }

        if (target == UpdateTarget.Main && resource.Rules.Strategy.AllowsCreateOnUpdate && store.Find(resource.StorageName, ns, info.Name) is null && obj.Name() == info.Name)
        {
            obj.Metadata().Remove("resourceVersion");
            var created = await writer.CreateAsync(resource, ns, obj, write).ConfigureAwait(false);
            await AnswerAsync(context, resource, 201, created, format).ConfigureAwait(false);
            return;
        }

        var subresource = info.Subresource.Length > 0 ? info.Subresource : null;
        var updated = await writer.UpdateAsync(resource, ns, info.Name, target, subresource, _ => (JsonObject)obj.DeepClone(), write).ConfigureAwait(false);
        await AnswerAsync(context, resource, 200, updated, format).ConfigureAwait(false);
    }

    /// <summary>PUT namespaces/{name}/finalize: only spec.finalizers is taken; the namespace goes when the last one does.</summary>
    public async Task FinalizeNamespaceAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var write = WriteOptions.Read(context);
        var sent = await ReadAsync(context, resource, write).ConfigureAwait(false);
        var updated = await writer.UpdateAsync(resource, "", context.Info.Name, UpdateTarget.Subresource, "finalize", live => Finalized(live, sent), write).ConfigureAwait(false);
        await AnswerAsync(context, resource, 200, updated, format).ConfigureAwait(false);
    }

    public async Task DeleteAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var (options, write) = await ReadDeleteAsync(context).ConfigureAwait(false);
        var ns = resource.Namespaced ? context.Info.Namespace : "";
        var (obj, gone) = await deleter.DeleteAsync(resource, ns, context.Info.Name, options, write).ConfigureAwait(false);
        if (gone && !ReturnsDeleted.Contains(resource.StorageName))
        {
            await Responses.WriteAsync(context, 200, Deleted(resource, obj), format.Yaml).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, resource, 200, obj, format).ConfigureAwait(false);
    }

    public async Task DeleteCollectionAsync(RequestContext context, ServedResource resource)
    {
        var (options, write) = await ReadDeleteAsync(context).ConfigureAwait(false);
        var list = ListOptions.Parse(context, resource, watch: false);
        var (snapshot, afterKey) = await lists.SnapshotAsync(list, resource, context.Aborted).ConfigureAwait(false);
        var page = await lists.PageAsync(resource, snapshot, resource.Namespaced ? context.Info.Namespace : "", afterKey, list, context.Aborted).ConfigureAwait(false);
        var items = new JsonArray();
        foreach (var item in page.Items)
        {
            try
            {
                var (deleted, _) = await deleter.DeleteAsync(resource, item.Namespace, item.Name, options, write).ConfigureAwait(false);
                items.Add((JsonNode)await encoder.DecodeAsync(resource, deleted, context.Aborted).ConfigureAwait(false));
            }
            catch (StatusException gone) when (gone.Code == 404)
            {
                // Somebody else deleted it between the list and now, which is what was asked for.
            }
        }

        await Responses.WriteAsync(context, 200, new JsonObject
        {
            ["kind"] = resource.ListKind,
            ["apiVersion"] = resource.ApiVersion,
            ["metadata"] = ObjectViews.Revision(store.Revision),
            ["items"] = items,
        }).ConfigureAwait(false);
    }

    public async Task AnswerAsync(RequestContext context, ServedResource resource, int code, StoredObject stored, ResponseFormat format)
    {
        var body = await views.RenderAsync(resource, stored, format, ObjectViews.Include(context), context.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(context, code, body, format.Yaml).ConfigureAwait(false);
    }

    private static JsonObject Finalized(JsonObject live, JsonObject sent)
    {
        if (sent.Object("metadata").Text("resourceVersion") is { Length: > 0 } revision)
        {
            live.Metadata()["resourceVersion"] = revision;
        }

        if (sent.Object("spec").Array("finalizers") is { Count: > 0 } finalizers)
        {
            live.Ensure("spec")["finalizers"] = finalizers.DeepClone();
        }
        else
        {
            live.Ensure("spec").Remove("finalizers");
        }

        return live;
    }

    private static async Task<JsonObject> ReadAsync(RequestContext context, ServedResource resource, WriteContext write)
    {
        if (resource.Custom is not null && MediaType.Parse(context.Http.Request.ContentType ?? "").Name is ProtobufDecoder.MediaType and var sent)
        {
            throw Refusal.UnsupportedMediaType(sent, RequestBody.CustomObjectTypes);
        }

        var duplicates = new List<string>();
        var obj = await RequestBody.ReadObjectAsync(context.Http, duplicates).ConfigureAwait(false) ?? throw Refusal.BadRequest($"the request body is empty; send a {resource.Kind} object");
        ObjectDecoder.Decode(resource, obj, write, duplicates);
        return obj;
    }

    private static async Task<(DeleteOptions Options, WriteContext Write)> ReadDeleteAsync(RequestContext context)
    {
        var body = await RequestBody.ReadObjectAsync(context.Http, []).ConfigureAwait(false);
        var dryRun = body.Texts("dryRun").Contains("All");
        var write = WriteOptions.Read(context);
        return (DeleteOptions.Read(body, context.Query), write with { DryRun = write.DryRun || dryRun });
    }

    private static JsonObject Deleted(ServedResource resource, StoredObject obj)
    {
        var details = new JsonObject { ["name"] = obj.Name };
        if (resource.Group.Length > 0)
        {
            details["group"] = resource.Group;
        }

        details["kind"] = resource.Plural;
        details["uid"] = obj.Decode().Uid();
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}
