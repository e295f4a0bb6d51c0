using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>The autoscaling/v1 Scale of a workload or of a custom resource with a scale subresource.</summary>
internal sealed class ScaleEndpoint(ObjectStore store, ObjectWriter writer)
{
    private static readonly Schema ScaleSchema = BuiltInSchemas.Find("autoscaling", "v1", "Scale") ?? WellKnownSchemas.Anything;

    public async Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        var format = ResponseFormat.Negotiate(context.Http.Request);
        if (info.Verb == "get")
        {
            var stored = store.Find(resource.StorageName, info.Namespace, info.Name) ?? throw Refusal.NotFound(resource, info.Name);
            await Responses.WriteAsync(context, 200, ScaleOf(resource, ObjectEncoder.Decode(resource, stored)), format.Yaml).ConfigureAwait(false);
            return;
        }

        var write = WriteOptions.Read(context);
        var change = await ReadAsync(context).ConfigureAwait(false);
        var updated = await writer.UpdateAsync(resource, info.Namespace, info.Name, UpdateTarget.Main, "scale", live => Scaled(resource, live, change(ScaleOf(resource, live))), write, view: View(resource)).ConfigureAwait(false);
        await Responses.WriteAsync(context, 200, ScaleOf(resource, ObjectEncoder.Decode(resource, updated)), format.Yaml).ConfigureAwait(false);
    }

    private static SubresourceView View(ServedResource resource) => new(
        "autoscaling", "v1", "Scale", obj => ScaleOf(resource, obj), (obj, scale) => resource.Rules.Strategy.SetReplicas(obj, scale.Object("spec")?["replicas"].Integer() ?? 0));

    private static JsonObject ScaleOf(ServedResource resource, JsonObject obj) => resource.Rules.Strategy.ScaleOf(obj) ?? throw Refusal.NoSuchPath();

    private static async Task<Func<JsonObject, JsonObject>> ReadAsync(RequestContext context)
    {
        if (context.Info.Verb == "update")
        {
            var scale = await RequestBody.ReadObjectAsync(context.Http, []).ConfigureAwait(false) ?? throw Refusal.BadRequest("the request body is empty; send a Scale object");
            return _ => scale;
        }

        var type = MediaType.Parse(context.Http.Request.ContentType ?? "").Name;
        if (type == PatchTypes.Apply)
        {
            var applied = RequestBody.ParseYaml(await RequestBody.ReadBytesAsync(context.Http).ConfigureAwait(false)) as JsonObject ?? throw Refusal.BadRequest("the apply patch must be an object");
            return live => (JsonObject)Patching.MergePatch.Apply(live, applied.DeepClone());
        }

        var patch = await PatchTypes.ReadAsync(context, strategic: true).ConfigureAwait(false);
        return live => PatchTypes.Patched(type, live, patch, ScaleSchema);
    }

    private static JsonObject Scaled(ServedResource resource, JsonObject live, JsonObject scale)
    {
        if (SchemaValidator.CheckTypes(scale, ScaleSchema) is { } mismatch)
        {
            throw Refusal.BadRequest($"Scale in version \"v1\" cannot be handled as a Scale: {mismatch}");
        }

        var replicas = scale.Object("spec")?["replicas"].Integer() ?? 0;
        if (replicas < 0)
        {
            throw Refusal.Invalid("autoscaling", "Scale", live.Name(), [FieldError.Invalid("spec.replicas", $"{replicas}", "must be greater than or equal to 0")]);
        }

        var metadata = scale.Object("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 } revision)
        {
            live.Metadata()["resourceVersion"] = revision;
        }

        if (metadata.Text("uid") is { Length: > 0 } uid)
        {
            live.Metadata()["uid"] = uid;
        }

        resource.Rules.Strategy.SetReplicas(live, replicas);
        return live;
    }
}
