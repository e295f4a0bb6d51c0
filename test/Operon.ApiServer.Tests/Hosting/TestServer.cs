using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

/// <summary>An API server on a free port and an HTTP client that trusts its CA.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    private TestServer(ApiServerHost host)
    {
        Host = host;
        Admin = Client("admin", "system:masters");
    }

    public ApiServerHost Host { get; }
    public HttpClient Admin { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestServer> StartAsync(ApiServerOptions? options = null) => new(await ApiServerHost.StartAsync(options ?? new ApiServerOptions(), Cancel));

    public HttpClient Client(string user, params string[] groups)
    {
        return ClientWithCertificate(Host.IssueClientCertificate(user, groups));
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
        return JsonNode.Parse(text)!.AsObject();
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

        await Host.DisposeAsync();
    }

    public HttpClient ClientThrough(string unixSocketPath) => Connect(null, null, async (_, cancellationToken) =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(unixSocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    });

    private HttpClient Connect(X509Certificate2? certificate, string? token, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? dial = null)
    {
        using var authority = X509Certificate2.CreateFromPem(Host.CaCertificatePem);
        var trusted = authority.RawData;
        var handler = new SocketsHttpHandler { ConnectCallback = dial };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(trusted));
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        var client = new HttpClient(handler) { BaseAddress = Host.Address, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        _clients.Add(client);
        return client;
    }
}
