using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

/// <summary>
/// <c>/debug/operon</c>: why did this object reconcile, when, how long, what did it write; what waits, what is cached, who leads. HTML, or JSON with
/// <c>?format=json</c>; <c>?object=namespace/name</c> and <c>?controller=name</c> narrow it.
/// </summary>
internal sealed class DebugEndpoint(Func<string?, DebugSnapshot> snapshot)
{
    public const string Path = "/debug/operon";

    public Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var shown = Narrow(snapshot(query["object"]), query["object"], query["controller"]);
        var isJson = query["format"] == "json" || context.Request.Headers.Accept.Any(accept => accept?.StartsWith("application/json", StringComparison.Ordinal) == true);
        context.Response.Headers.CacheControl = "no-store";
        return isJson
            ? Texts.AnswerAsync(context, StatusCodes.Status200OK, JsonSerializer.Serialize(shown, DebugJson.Default.DebugSnapshot), "application/json; charset=utf-8")
            : Texts.AnswerAsync(context, StatusCodes.Status200OK, new DebugPage().Write(shown), "text/html; charset=utf-8");
    }

    private static DebugSnapshot Narrow(DebugSnapshot all, string? key, string? controller) => all with
    {
        Clusters = [.. all.Clusters.Select(cluster => cluster with
        {
            Controllers = [.. cluster.Controllers.Where(one => controller is null || one.Name == controller).Select(one => key is null ? one : one with
            {
                Running = [.. one.Running.Where(running => running.Key == key)],
                Recent = [.. one.Recent.Where(reconcile => reconcile.Key == key)],
            })],
        })],
    };
}
