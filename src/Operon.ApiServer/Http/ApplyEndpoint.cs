using System.Text.Json.Nodes;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Server-side apply: merges what one manager wants into the live object, or creates it.</summary>
internal sealed class ApplyEndpoint(ObjectStore store, ObjectWriter writer, FieldTracking tracking, WriteEndpoint writes, RbacAuthorizer authorizer, TimeProvider time)
{
    public async Task HandleAsync(RequestContext context, ServedResource resource, UpdateTarget target, WriteContext write, ResponseFormat format)
    {
        if (context.Query("fieldManager").Length == 0)
        {
            throw Refusal.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        }

        var info = context.Info;
        var ns = resource.Namespaced ? info.Namespace : "";
        var applied = await ReadAsync(context, resource, write).ConfigureAwait(false);
        var subresource = info.Subresource.Length > 0 ? info.Subresource : null;
        while (true)
        {
            if (store.Find(resource.StorageName, ns, info.Name) is not null)
            {
                var updated = await writer.UpdateAsync(resource, ns, info.Name, target, subresource, live => MergeAsync(resource, live, applied, write, subresource), write, track: false).ConfigureAwait(false);
                await writes.AnswerAsync(context, resource, 200, updated, format).ConfigureAwait(false);
                return;
            }

            if (target != UpdateTarget.Main)
            {
                throw Refusal.NotFound(resource, info.Name);
            }

            RequireCreation(context);
            if (applied.Uid().Length > 0)
            {
                throw Refusal.Conflict(resource, info.Name, $"uid mismatch: the provided object specified uid {applied.Uid()}, and no existing object was found");
            }

            try
            {
                var merged = await MergeAsync(resource, null, applied, write, subresource).ConfigureAwait(false);
                var created = await writer.CreateAsync(resource, ns, merged, write, track: false).ConfigureAwait(false);
                await writes.AnswerAsync(context, resource, 201, created, format).ConfigureAwait(false);
                return;
            }
            catch (StatusException taken) when (taken.Reason == "AlreadyExists")
            {
                // Created by somebody else in between: apply onto that.
            }
        }
    }

    // The right to patch lets nobody create.
    private void RequireCreation(RequestContext context)
    {
        var access = new AccessAttributes(context.User, "create")
        {
            Group = context.Info.Group,
            Version = context.Info.Version,
            Resource = context.Info.Resource,
            Namespace = context.Info.Namespace,
            Name = context.Info.Name,
            Path = context.Info.Path,
        };
        if (!authorizer.IsAllowed(access))
        {
            throw Refusal.NotAllowed(access);
        }
    }

    private ValueTask<JsonObject> MergeAsync(ServedResource resource, JsonObject? live, JsonObject applied, WriteContext write, string? subresource) =>
        tracking.ApplyAsync(resource, live, (JsonObject)applied.DeepClone(), write, subresource, time.GetUtcNow());

    private static async Task<JsonObject> ReadAsync(RequestContext context, ServedResource resource, WriteContext write)
    {
        var bytes = await RequestBody.ReadBytesAsync(context.Http).ConfigureAwait(false);
        var applied = RequestBody.ParseYaml(bytes) as JsonObject ?? throw Refusal.BadRequest("the apply patch must be an object");
        if (applied.Object("metadata").Array("managedFields") is { Count: > 0 })
        {
            throw Refusal.BadRequest("metadata.managedFields must be nil");
        }

        applied.Object("metadata")?.Remove("managedFields");
        var metadata = applied.Metadata();
        var name = metadata.Text("name");
        if (name.Length > 0 && name != context.Info.Name)
        {
            throw Refusal.BadRequest($"the name of the object ({name}) does not match the name on the URL ({context.Info.Name})");
        }

        metadata["name"] = context.Info.Name;
        if (resource.Namespaced)
        {
            metadata["namespace"] = context.Info.Namespace;
        }

        ObjectDecoder.Decode(resource, applied, write, []);
        return applied;
    }
}
