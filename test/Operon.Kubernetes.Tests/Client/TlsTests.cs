using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class TlsTests : IAsyncLifetime
{
    private const string Body = """{"metadata":{"name":"n"}}""";
    private readonly TlsServer _server = new("api.internal", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_configured_authority_and_name_are_trusted_and_the_client_certificate_is_presented()
    {
        await using var client = KubernetesClient.Create(Trusting() with { TlsServerName = "api.internal" });
        Assert.Equal("n", (await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token)).Metadata.Name);
        Assert.Equal("CN=jane", _server.ClientSubject);
    }

    [Fact]
    public async Task A_name_the_certificate_does_not_have_is_refused()
    {
        await using var client = KubernetesClient.Create(Trusting());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token));
    }

    [Fact]
    public async Task Another_authority_is_refused_unless_told_to_skip_verification()
    {
        await using var other = new TlsServer("other", "");
        var options = Trusting() with { TlsServerName = "api.internal", CertificateAuthorityPem = other.AuthorityPem };
        await using var strict = KubernetesClient.Create(options);
        await Assert.ThrowsAsync<HttpRequestException>(() => strict.Resource(ResourceKinds.Node).GetAsync(null, "n", Token));

        await using var lax = KubernetesClient.Create(options with { InsecureSkipTlsVerify = true });
        Assert.Equal("n", (await lax.Resource(ResourceKinds.Node).GetAsync(null, "n", Token)).Metadata.Name);
    }

    [Fact]
    public async Task The_dial_can_be_replaced()
    {
        string? dialled = null;
        await using var client = KubernetesClient.Create(Trusting() with
        {
            Server = new Uri("https://api.internal:6443"),
            ConnectCallback = async (endpoint, cancellationToken) =>
            {
                dialled = $"{endpoint.Host}:{endpoint.Port}";
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
        Assert.Equal("n", (await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token)).Metadata.Name);
        Assert.Equal("api.internal:6443", dialled);
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_an_answer_is_a_transport_error()
    {
        await using var server = new TlsServer("api.internal", $"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{Body}");
        await using var client = KubernetesClient.Create(Trusting() with { Server = server.Address, CertificateAuthorityPem = server.AuthorityPem, TlsServerName = "api.internal" });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token));
    }

    private KubernetesClientOptions Trusting() => new()
    {
        Server = _server.Address,
        CertificateAuthorityPem = _server.AuthorityPem,
        ClientCertificatePem = _server.ClientCertificatePem,
        ClientKeyPem = _server.ClientKeyPem,
    };
}
