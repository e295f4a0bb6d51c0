using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

/// <summary>
/// An API server on a free port and an HTTP client that trusts its CA. With <c>OPERON_TEST_KUBE_APISERVER</c> it is a real kube-apiserver, wherever a test asks
/// for nothing only ours has.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    private readonly ApiServerHost? _host;
    private readonly RealServer? _real;

    private TestServer(ApiServerHost? host, RealServer? real)
    {
        _host = host;
        _real = real;
        Admin = Client("admin", "system:masters");
    }

    public ApiServerHost Host => _host ?? throw new InvalidOperationException("This test needs the server in its own process.");

    public Uri Address => _real?.Address ?? Host.Address;

    public HttpClient Admin { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestServer> StartAsync(ApiServerOptions? options = null)
    {
        if (options is not null || RealServer.Program is not { } program)
        {
            return new TestServer(await ApiServerHost.StartAsync(options ?? new ApiServerOptions(), Cancel), null);
        }

        var real = await RealServer.StartAsync(program, Cancel);
        var server = new TestServer(null, real);
        try
        {
            await real.WaitAsync(server.Admin, Cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public HttpClient Client(string user, params string[] groups)
    {
        return ClientWithCertificate(_real?.IssueClientCertificate(user, groups) ?? Host.IssueClientCertificate(user, groups));
    }

    public HttpClient ClientWithCertificate(ClientCertificate issued) =>
        Connect(X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem), null);

    public HttpClient ClientWithToken(string token) => Connect(null, token);

    public HttpClient Anonymous() => Connect(null, null);

    public Task<JsonObject> GetAsync(string path, int expected = 200) => SendAsync(HttpMethod.Get, path, null, expected);

    public Task<JsonObject> PostAsync(string path, string json, int expected = 201) => SendAsync(HttpMethod.Post, path, json, expected);

    public Task<JsonObject> PutAsync(string path, JsonObject body, int expected = 200) => SendAsync(HttpMethod.Put, path, body.ToJsonString(), expected);

    public Task<JsonObject> DeleteAsync(string path, string? body = null, int expected = 200) => SendAsync(HttpMethod.Delete, path, body, expected);

    public Task<JsonObject> PatchAsync(string path, string type, string body, int expected = 200) => SendAsync(HttpMethod.Patch, path, body, expected, $"application/{type}");

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body, int expected, string type = "application/json", HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using var response = await (client ?? Admin).SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True((int)response.StatusCode == expected, $"{method} {path}: {(int)response.StatusCode} instead of {expected}: {text}");
        if (_real is not null && method != HttpMethod.Get && RealServer.IsSlow(path))
        {
            // Ours takes these into account at once.
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        }

        return response.Content.Headers.ContentType?.MediaType == "text/plain" ? new JsonObject { ["text"] = text } : JsonNode.Parse(text)!.AsObject();
    }

    public async Task<TestWatch> WatchAsync(string path)
    {
        var response = await Admin.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new TestWatch(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
    }

    public Task<JsonObject> CreateServiceAccountAsync(string name = "default", string ns = "default") =>
        PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts", $$$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{{name}}}}"}}""");

    public Task<JsonObject> CreateConfigMapAsync(string name, string data = "{}") =>
        PostAsync("/api/v1/namespaces/default/configmaps", $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"},"data":{{data}} }""");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_real?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    public HttpClient ClientThrough(string unixSocketPath) => Connect(null, null, async (_, cancellationToken) =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(unixSocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    });

    private HttpClient Connect(X509Certificate2? certificate, string? token, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? dial = null)
    {
        using var authority = X509Certificate2.CreateFromPem(_real?.CaCertificatePem ?? Host.CaCertificatePem);
        var trusted = authority.RawData;
        var handler = new SocketsHttpHandler { ConnectCallback = dial };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(trusted));
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        _clients.Add(client);
        return client;
    }
}
