using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>Hands each request to the endpoint of its path, measured and traced.</summary>
internal sealed class WebhookApplication(IReadOnlyDictionary<string, IWebhookEndpoint> endpoints, int mostBytes, TimeProvider time) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (!endpoints.TryGetValue(path, out var endpoint))
        {
            await Texts.AnswerAsync(context, StatusCodes.Status404NotFound, $"404 page not found; there are: {string.Join(", ", endpoints.Keys.Order(StringComparer.Ordinal))}\n");
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            await Texts.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "only POST\n");
            return;
        }

        var tag = new KeyValuePair<string, object?>("webhook", path);
        var started = time.GetTimestamp();
        WebhookMetrics.InFlight.Add(1, tag);
        using var activity = WebhookMetrics.Source.StartActivity($"webhook {path}", ActivityKind.Server, Parent(context.Request));
        var code = StatusCodes.Status200OK;
        try
        {
            await AnswerAsync(context, path, endpoint);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The API server gave up; nobody reads an answer.
            code = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException e)
        {
            code = e.StatusCode;
            throw;
        }
        finally
        {
            activity?.SetTag("http.response.status_code", code);
            WebhookMetrics.InFlight.Add(-1, tag);
            WebhookMetrics.Latency.Record(time.GetElapsedTime(started).TotalSeconds, tag);
            WebhookMetrics.Requests.Add(1, tag, new KeyValuePair<string, object?>("code", code.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    // Also a refusal is a review and HTTP 200: the API server takes any other code for a failed call, and failurePolicy Ignore would let the request pass.
    private async Task AnswerAsync(HttpContext context, string path, IWebhookEndpoint endpoint)
    {
        var (review, code, reason, problem) = await ReviewRequest.ReadAsync(context.Request, mostBytes, context.RequestAborted);
        var answer = review is null ? endpoint.Refuse(code, reason, problem) : await endpoint.AnswerAsync(path, review, context.RequestAborted);
        context.Response.ContentType = "application/json";
        if (code == StatusCodes.Status413PayloadTooLarge)
        {
            // What was not read of the body stands between this request and the next.
            context.Response.Headers.Connection = "close";
        }

        var bytes = Encode(answer);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static byte[] Encode(JsonObject answer) => JsonSerializer.SerializeToUtf8Bytes(answer, KubernetesJson.TypeInfo<JsonObject>(WebhookJson.Default));

    // The API server sends the context of its own span when it is traced.
    private static ActivityContext Parent(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent) ? parent : default;
}
