using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Http;

/// <summary>PATCH in its four forms.</summary>
internal sealed class PatchEndpoint(ObjectWriter writer, ApplyEndpoint apply, WriteEndpoint writes)
{
    public async Task HandleAsync(RequestContext context, ServedResource resource, UpdateTarget target)
    {
        var format = ResponseFormat.Negotiate(context.Http.Request);
        var write = WriteOptions.Read(context);
        var type = MediaType.Parse(context.Http.Request.ContentType ?? "").Name;
        if (type == PatchTypes.Apply)
        {
            await apply.HandleAsync(context, resource, target, write, format).ConfigureAwait(false);
            return;
        }

        var patch = await PatchTypes.ReadAsync(context, resource.Custom is null).ConfigureAwait(false);
        var info = context.Info;
        var ns = resource.Namespaced ? info.Namespace : "";
        var subresource = info.Subresource.Length > 0 ? info.Subresource : null;
        var updated = await writer.UpdateAsync(resource, ns, info.Name, target, subresource, live => Patched(resource, live, type, patch, write), write).ConfigureAwait(false);
        await writes.AnswerAsync(context, resource, 200, updated, format).ConfigureAwait(false);
    }

    private static JsonObject Patched(ServedResource resource, JsonObject live, string type, JsonNode patch, WriteContext write)
    {
        var result = PatchTypes.Patched(type, live, patch, resource.Schema);
        if (result.Text("apiVersion") != resource.ApiVersion || result.Text("kind") != resource.Kind)
        {
            throw Refusal.Invalid(resource, live.Name(), [FieldError.Invalid("kind", $"\"{result.Text("apiVersion")}, {result.Text("kind")}\"", $"a patch may not change apiVersion or kind; must be {resource.ApiVersion}, {resource.Kind}")]);
        }

        ObjectDecoder.Decode(resource, result, write, []);
        return result;
    }
}
