using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operon.ApiServer;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>An operator with the webhooks of Memcached, and a cluster whose Services lead to it as they would to its pods.</summary>
internal sealed class WebhookOperator : IAsyncDisposable
{
    public const string ServiceName = "demo-webhook-service";

    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: memcacheds.cache.example.com}
        spec:
          group: cache.example.com
          scope: Namespaced
          names: {kind: Memcached, listKind: MemcachedList, plural: memcacheds, singular: memcached}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {size: {type: integer}, image: {type: string}}}}}}
            - name: v1alpha1
              served: true
              storage: false
              schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: string}}}}}}
        """;

    public const string Configurations = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: mutating-webhook-configuration}
        webhooks:
          - name: mmemcached-v1.kb.io
            admissionReviewVersions: [v1]
            clientConfig: {service: {name: demo-webhook-service, namespace: default, path: /mutate-cache-example-com-v1-memcached}}
            failurePolicy: Fail
            sideEffects: None
            rules: [{apiGroups: [cache.example.com], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [memcacheds]}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: validating-webhook-configuration}
        webhooks:
          - name: vmemcached-v1.kb.io
            admissionReviewVersions: [v1]
            clientConfig: {service: {name: demo-webhook-service, namespace: default, path: /validate-cache-example-com-v1-memcached}}
            failurePolicy: Fail
            sideEffects: None
            rules: [{apiGroups: [cache.example.com], apiVersions: [v1], operations: [CREATE, UPDATE, DELETE], resources: [memcacheds]}]
        """;

    private readonly OperatorHost _host;
    private readonly StrongBox _port;

    private WebhookOperator(TestCluster cluster, OperatorHost host, StrongBox port)
    {
        Cluster = cluster;
        _host = host;
        _port = port;
    }

    public TestCluster Cluster { get; }

    public WebhookEndpoints Endpoints => _host.Services.GetRequiredService<WebhookEndpoints>();

    public IServiceProvider Services => _host.Services;

    public Uri HealthUrl => _host.HealthUrl!;

    /// <summary>Starts cluster and operator; <paramref name="manifests"/> are there before the operator.</summary>
    public static async Task<WebhookOperator> StartAsync(
        string[] arguments, Action<WebhookOptions>? configure = null, string? manifests = null, bool converts = true)
    {
        var port = new StrongBox();
        var cluster = await TestCluster.StartAsync(
            new TestClusterOptions
            {
                AlwaysInProcess = true,
                Manifests = [Service(ServiceName), .. manifests is null ? (string[])[] : [manifests]],
                Server = new ApiServerOptions { EndpointDialer = (endpoint, cancellationToken) => DialAsync(port.Port, cancellationToken) },
            },
            TestContext.Current.CancellationToken);
        var builder = OperatorHost.CreateBuilder([.. arguments, "--log-level", "Warning", "--metrics-address", "0", "--name", "demo"]);
        builder.ConnectBy(_ => cluster.ClientOptionsFor("admin", "system:masters"));
        builder.InstallCrd(converts ? Definition : Definition[..Definition.IndexOf("    - name: v1alpha1", StringComparison.Ordinal)]);
        builder.AddDefaulter<Memcached, MemcachedWebhook>(Memcached.Resource).AddValidator<Memcached, MemcachedWebhook>(Memcached.Resource);
        if (converts)
        {
            builder.AddConverter<OldMemcached, Memcached, MemcachedConverter>(OldMemcached.Resource, Memcached.Resource);
        }

        builder.AddWebhookConfigurations(Configurations);
        builder.ConfigureWebhooks(options => configure?.Invoke(options));
        builder.Options.WebhookService = ServiceName;
        var result = new WebhookOperator(cluster, builder.Build(), port);
        await result._host.StartAsync(TestContext.Current.CancellationToken);
        port.Port = (await result.Endpoints.WaitAsync(TestContext.Current.CancellationToken)).Port;
        await Wait.ForAsync(async () => (await result.ReadyAsync()).IsReady);
        return result;
    }

    /// <summary>A Service with one endpoint, without selector: nothing but the API server's webhook calls goes there.</summary>
    public static string Service(string name) => $$$"""
        apiVersion: v1
        kind: Service
        metadata: {name: {{{name}}}, namespace: default}
        spec: {ports: [{port: 443, targetPort: 9443, protocol: TCP}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: {{{name}}}-1, namespace: default, labels: {kubernetes.io/service-name: {{{name}}}}}
        addressType: IPv4
        endpoints: [{addresses: [10.244.0.7], conditions: {ready: true}}]
        ports: [{port: 9443, protocol: TCP, name: ""}]
        """;

    public async Task<(bool IsReady, string Text)> ReadyAsync()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(HealthUrl, "/readyz?verbose"), TestContext.Current.CancellationToken);
        return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<Memcached> CreateAsync(string name, MemcachedSpec spec) => Cluster.Observer.Resource(Memcached.Resource).CreateAsync(
        new Memcached { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" }, Spec = spec }, TestContext.Current.CancellationToken);

    /// <summary>The caBundle of the first webhook of a configuration, as PEM; null for none.</summary>
    public async Task<string?> BundleAsync(ResourceKind<WebhookConfigurationView> kind, string name) =>
        (await Cluster.Observer.Resource(kind).GetAsync(null, name, TestContext.Current.CancellationToken)).Webhooks[0].ClientConfig.CaBundle is { } bundle
            ? Encoding.ASCII.GetString(Convert.FromBase64String(bundle))
            : null;

    public async Task<JsonNode?> ConversionAsync() =>
        (await Cluster.Observer.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type)).GetAsync(null, "memcacheds.cache.example.com", TestContext.Current.CancellationToken))
            .Fields["spec"]!["conversion"];

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    private static async ValueTask<Stream> DialAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, port, cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class StrongBox
    {
        public volatile int Port;
    }
}
