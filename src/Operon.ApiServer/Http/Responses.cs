using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Storage;
using Operon.Kubernetes;

namespace Operon.ApiServer.Http;

/// <summary>Writes whole answers.</summary>
internal static class Responses
{
    public static Task WriteAsync(RequestContext context, int code, JsonNode body, bool yaml = false) => WriteAsync(context, code, JsonBytes.Encode(body), yaml);

    public static Task WriteAsync(RequestContext context, int code, ReadOnlyMemory<byte> json, bool yaml = false)
    {
        context.Warnings.WriteTo(context.Http.Response);
        return WriteAsync(context.Http, code, json, yaml);
    }

    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> json, bool yaml = false)
    {
        var body = json;
        if (yaml)
        {
            body = Encoding.UTF8.GetBytes(Yaml.FromJson(JsonNode.Parse(json.Span)!));
        }

        http.Response.StatusCode = code;
        http.Response.ContentType = yaml ? "application/yaml" : "application/json";
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The answer to a path nobody serves: text, not a Status.</summary>
    public static Task WriteNoPageAsync(HttpContext http) => WriteTextAsync(http, 404, "404 page not found\n");

    public static async Task WriteTextAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsync(text, http.RequestAborted).ConfigureAwait(false);
    }
}
