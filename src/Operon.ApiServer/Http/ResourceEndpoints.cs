using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Printing;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>Sends a resource request to the verb that serves it.</summary>
internal sealed class ResourceEndpoints(
    ObjectStore store,
    ResourceRegistry registry,
    ObjectViews views,
    ListEndpoint lists,
    WatchEndpoint watches,
    WriteEndpoint writes,
    PatchEndpoint patches,
    ReviewEndpoints reviews,
    SubresourceEndpoints subresources)
{
    public async Task HandleAsync(RequestContext context, CancellationToken stopping)
    {
        var info = context.Info;
        if (registry.Find(info.Group, info.Version, info.Resource) is not { } resource)
        {
            // Custom resources have no routes of their own: what no definition serves is no path at all.
            if (registry.HasBuiltIn(info.Group, info.Version))
            {
                throw Refusal.NoSuchPath();
            }

            await Responses.WriteNoPageAsync(context.Http).ConfigureAwait(false);
            return;
        }

        if (resource.Custom?.DeprecationWarning is { } warning)
        {
            context.Warnings.Add(warning);
        }

        if (resource.Namespaced != (info.Namespace.Length > 0) && !(resource.Namespaced && info.Verb is "list" or "watch" or "deletecollection") && !AllNamespacesCreate(resource, info) && resource.StorageName != StorageNames.Namespaces)
        {
            throw Refusal.NoSuchPath();
        }

        if (info.Subresource.Length > 0)
        {
            await subresources.HandleAsync(context, resource).ConfigureAwait(false);
            return;
        }

        if (await reviews.TryHandleAsync(context, resource).ConfigureAwait(false))
        {
            return;
        }

        if (!resource.Supports(info.Verb))
        {
            throw Refusal.MethodNotAllowed();
        }

        await (info.Verb switch
        {
            "get" => GetAsync(context, resource),
            "list" => lists.HandleAsync(context, resource),
            "watch" => watches.HandleAsync(context, resource, stopping),
            "create" => writes.CreateAsync(context, resource),
            "update" => writes.ReplaceAsync(context, resource, UpdateTarget.Main),
            "patch" => patches.HandleAsync(context, resource, UpdateTarget.Main),
            "delete" => writes.DeleteAsync(context, resource),
            "deletecollection" => writes.DeleteCollectionAsync(context, resource),
            _ => throw Refusal.MethodNotAllowed(),
        }).ConfigureAwait(false);
    }

    private static bool AllNamespacesCreate(ServedResource resource, RequestInfo info) => !resource.Namespaced && info.Namespace.Length == 0;

    private async Task GetAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var wanted = ListOptions.ParseRevision(context.Query("resourceVersion"));
        if (wanted > store.Revision && !await store.WaitForRevisionAsync(wanted.Value, TimeSpan.FromSeconds(3), context.Aborted).ConfigureAwait(false))
        {
            throw Refusal.RevisionTooLarge(wanted.Value, store.Revision);
        }

        var ns = resource.Namespaced ? context.Info.Namespace : "";
        var stored = store.Find(resource.StorageName, ns, context.Info.Name) ?? throw Refusal.NotFound(resource, context.Info.Name);
        var body = await views.RenderAsync(resource, stored, format, ObjectViews.Include(context), context.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(context, 200, body, format.Yaml).ConfigureAwait(false);
    }
}
