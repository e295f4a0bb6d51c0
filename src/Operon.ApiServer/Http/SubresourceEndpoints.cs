using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Http;

/// <summary>Sends subresource requests to whoever serves them.</summary>
internal sealed class SubresourceEndpoints(WriteEndpoint writes, PatchEndpoint patches, ReadStatusEndpoint reads, ScaleEndpoint scales, PodEndpoints pods, PodLogEndpoint logs, TokenRequestEndpoint tokens)
{
    public Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        if (resource.Subresource(info.Subresource) is not { } subresource)
        {
            throw Refusal.NoSuchPath();
        }

        if (!subresource.Verbs.Contains(info.Verb))
        {
            throw Refusal.MethodNotAllowed();
        }

        return (info.Subresource, info.Verb) switch
        {
            ("scale", _) => scales.HandleAsync(context, resource),
            ("binding", _) => pods.BindAsync(context, resource),
            ("eviction", _) => pods.EvictAsync(context, resource),
            ("log", _) => logs.HandleAsync(context, resource),
            ("token", _) => tokens.HandleAsync(context, resource),
            ("finalize", _) => writes.FinalizeNamespaceAsync(context, resource),
            ("status" or "approval" or "ephemeralcontainers" or "resize", "get") => reads.HandleAsync(context, resource),
            ("status", "update") => writes.ReplaceAsync(context, resource, UpdateTarget.Status),
            ("status", "patch") => patches.HandleAsync(context, resource, UpdateTarget.Status),
            ("approval", "update") => writes.ReplaceAsync(context, resource, UpdateTarget.Status),
            ("approval", "patch") => patches.HandleAsync(context, resource, UpdateTarget.Status),
            _ => throw new StatusException(501, "NotImplemented", $"{resource.Plural}/{info.Subresource} is not served by this cluster"),
        };
    }
}
