using Operon.ApiServer.Printing;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>GET of a subresource that shows the whole object.</summary>
internal sealed class ReadStatusEndpoint(ObjectStore store, ObjectViews views)
{
    public async Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var stored = store.Find(resource.StorageName, resource.Namespaced ? context.Info.Namespace : "", context.Info.Name) ?? throw Refusal.NotFound(resource, context.Info.Name);
        var body = await views.RenderAsync(resource, stored, format, ObjectViews.Include(context), context.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(context, 200, body, format.Yaml).ConfigureAwait(false);
    }
}
