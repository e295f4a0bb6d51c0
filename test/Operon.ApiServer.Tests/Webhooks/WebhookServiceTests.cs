using System.Text.Json.Nodes;
using Operon.ApiServer.Tests.Hosting;
using Xunit;
using static Operon.ApiServer.Tests.Webhooks.WebhookConfigurations;

namespace Operon.ApiServer.Tests.Webhooks;

public sealed class WebhookServiceTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""";

    [Fact]
    public async Task A_service_is_reached_at_its_endpoints_under_its_own_name()
    {
        await using var host = await WebhookHost.StartAsync("hook.default.svc");
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await CreateServiceAsync(server);
        await CreateSliceAsync(server, host.Port);
        await server.InstallAsync(Validating, "maps", Through(host, 443));

        await server.PostAsync(ConfigMaps, ConfigMap);

        Assert.Single(host.Asked("/see"));
    }

    [Fact]
    public async Task The_certificate_must_carry_the_name_of_the_service()
    {
        await using var host = await WebhookHost.StartAsync("other.default.svc");
        await using var server = await TestServer.StartAsync();
        host.Allow("/see");
        await CreateServiceAsync(server);
        await CreateSliceAsync(server, host.Port);
        await server.InstallAsync(Validating, "maps", Through(host, 443));

        var status = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.EndsWith("x509: certificate is valid for other.default.svc, 127.0.0.1, not hook.default.svc", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_on_the_way_to_a_service_is_named()
    {
        await using var host = await WebhookHost.StartAsync("hook.default.svc");
        await using var server = await TestServer.StartAsync();
        await server.InstallAsync(Validating, "maps", Through(host, 8443));

        var noService = await server.PostAsync(ConfigMaps, ConfigMap, 500);
        await CreateServiceAsync(server);
        var noPort = await server.PostAsync(ConfigMaps, ConfigMap, 500);
        await server.PatchAsync($"{Validating}/maps", "json-patch+json", """[{"op":"replace","path":"/webhooks/0/clientConfig/service/port","value":443}]""");
        var noEndpoint = await server.PostAsync(ConfigMaps, ConfigMap, 500);

        Assert.EndsWith("Post \"https://hook.default.svc:8443/see?timeout=10s\": service \"hook\" not found", (string)noService["message"]!, StringComparison.Ordinal);
        Assert.EndsWith("no service port 8443 found for service \"hook\"", (string)noPort["message"]!, StringComparison.Ordinal);
        Assert.EndsWith("no endpoints available for service \"hook\"", (string)noEndpoint["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_may_dial_endpoints_itself()
    {
        await using var host = await WebhookHost.StartAsync("hook.default.svc");
        var dialled = new List<string>();
        await using var server = await TestServer.StartAsync(new ApiServerOptions
        {
            EndpointDialer = async (endpoint, cancellationToken) =>
            {
                dialled.Add(endpoint.ToString());
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", host.Port, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
        host.Allow("/see");
        await CreateServiceAsync(server);
        await CreateSliceAsync(server, 9443, "10.0.0.7");
        await server.InstallAsync(Validating, "maps", Through(host, 443));

        await server.PostAsync(ConfigMaps, ConfigMap);

        Assert.Equal(["10.0.0.7:9443"], dialled);
    }

    private static JsonObject Through(WebhookHost host, int port) => host.Webhook("/see", webhook => webhook["clientConfig"] = new JsonObject
    {
        ["service"] = new JsonObject { ["namespace"] = "default", ["name"] = "hook", ["path"] = "/see", ["port"] = port },
        ["caBundle"] = host.CaBundle,
    });

    private static Task<JsonObject> CreateServiceAsync(TestServer server) => server.PostAsync("/api/v1/namespaces/default/services", """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"hook"},"spec":{"selector":{"app":"hook"},"ports":[{"name":"https","port":443,"targetPort":"webhook"}]}}
        """);

    private static Task<JsonObject> CreateSliceAsync(TestServer server, int port, string address = "127.0.0.1") => server.PostAsync(
        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", $$$"""
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"hook-1","labels":{"kubernetes.io/service-name":"hook"}},"addressType":"IPv4",
         "ports":[{"name":"https","port":{{{port}}}}],"endpoints":[{"addresses":["{{{address}}}"],"conditions":{"ready":true}
         }]}
        """);
}
