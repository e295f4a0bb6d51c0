using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Webhooks;

/// <summary>Posts reviews to webhooks over HTTPS: kept-alive connections, no proxy, no redirects, trust by the webhook's own caBundle.</summary>
internal sealed class WebhookClient(ServiceResolver services, TimeProvider time)
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private readonly ConditionalWeakTable<WebhookClientConfig, HttpMessageInvoker> _connections = [];

    /// <summary>Posts the review and returns the answer's object.</summary>
    /// <exception cref="WebhookCallException">Not reached in time, refused by TLS, or answered by anything but a JSON object with 200.</exception>
    public async Task<JsonObject> PostAsync(WebhookClientConfig config, JsonObject review, TimeSpan timeout, string userAgent, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        var seconds = Math.Ceiling(timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var address = new UriBuilder(config.Address) { Query = $"timeout={seconds}s" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(JsonBytes.Encode(review)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json, */*");
        request.Headers.UserAgent.ParseAdd(userAgent);
        try
        {
            using var response = await _connections.GetValue(config, Connect).SendAsync(request, ending.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(ending.Token).ConfigureAwait(false);
            return response.StatusCode is >= HttpStatusCode.OK and <= HttpStatusCode.PartialContent ? Parse(body) : throw new WebhookCallException(Refused(response.StatusCode, body));
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WebhookCallException(Posted(address, "context deadline exceeded"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new WebhookCallException(Posted(address, Reason(failure)), failure);
        }
    }

    private HttpMessageInvoker Connect(WebhookClientConfig config)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectCallback = (context, cancellationToken) => config.Service is { } service
                ? services.ConnectAsync(service, cancellationToken)
                : DialAsync(context.DnsEndPoint, cancellationToken),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = new WebhookTrust(config.CaBundle).Validate;
        return new HttpMessageInvoker(handler);
    }

    private static async ValueTask<Stream> DialAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await ServiceResolver.DialAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw DialFailure.Of($"{endpoint.Host}:{endpoint.Port.ToString(CultureInfo.InvariantCulture)}", failure);
        }
    }

    private static JsonObject Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new WebhookCallException("the response is not a JSON object");
        }
        catch (JsonException error)
        {
            throw new WebhookCallException($"couldn't get version/kind; json parse error: {error.Message}", error);
        }
    }

    private static string Posted(Uri address, string reason) => $"Post \"{address}\": {reason}";

    private static string Reason(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case WebhookCallException or AuthenticationException { InnerException: null }:
                    return cause.Message;
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return "EOF";
                case SocketException { SocketErrorCode: SocketError.ConnectionReset }:
                    return "read: connection reset by peer";
            }
        }

        return failure.Message;
    }

    // What the real server's client makes of an answer that is no review.
    private static string Refused(HttpStatusCode code, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2048))).TrimEnd();
        return code switch
        {
            HttpStatusCode.BadRequest => "the server rejected our request for an unknown reason",
            HttpStatusCode.Unauthorized => "the server has asked for the client to provide credentials",
            HttpStatusCode.Forbidden => text.Length > 0 ? text : "forbidden",
            HttpStatusCode.NotFound => "the server could not find the requested resource",
            HttpStatusCode.MethodNotAllowed => "the server does not allow this method on the requested resource",
            HttpStatusCode.TooManyRequests => "the server has received too many requests and has asked us to try again later",
            HttpStatusCode.ServiceUnavailable => "the server is currently unable to handle the request",
            HttpStatusCode.GatewayTimeout => "the server was unable to return a response in the time allotted, but may still be processing the request",
            >= HttpStatusCode.InternalServerError => $"an error on the server (\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\") has prevented the request from succeeding",
            _ => $"the server responded with the status code {((int)code).ToString(CultureInfo.InvariantCulture)} but did not return more information",
        };
    }
}
