using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Operon.Kubernetes.Tests;

/// <summary>Answers requests from a function and remembers them.</summary>
internal sealed class ScriptedServer(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _count;

    public ConcurrentQueue<(string Method, string Uri, string? Body, string? ContentType, string? Authorization)> Requests { get; } = [];

    /// <summary>Method, path with query, media type and body of each request.</summary>
    public IReadOnlyList<string> Lines => [.. Requests.Select(r => $"{r.Method} {r.Uri} {r.ContentType} {r.Body}".Trim())];

    public static HttpResponseMessage Json(string body, HttpStatusCode code = HttpStatusCode.OK) =>
        new(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public KubernetesClient Client(Func<KubernetesClientOptions, KubernetesClientOptions>? change = null)
    {
        var options = new KubernetesClientOptions { Server = new Uri("http://server"), Handler = this };
        return KubernetesClient.Create(change?.Invoke(options) ?? options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue((
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Content?.Headers.ContentType?.MediaType,
            request.Headers.Authorization?.ToString()));
        var response = answer(request, Interlocked.Increment(ref _count));
        response.RequestMessage = request;
        return response;
    }
}
