using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Testing.Tests;

/// <summary>Objects tests work with.</summary>
internal static class Samples
{
    public const string WidgetCrd = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: widgets, kind: Widget}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {size: {type: integer, minimum: 1, default: 3}}}
                  status: {type: object, properties: {size: {type: integer}}}
        """;

    public static ResourceKind<UntypedObject> Widgets { get; } = ResourceKinds.Untyped(new ResourceType("example.com", "v1", "Widget", "widgets", IsNamespaced: true));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static V1ConfigMap ConfigMap(string name, string value = "", string namespaceName = "default") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
        Data = new Dictionary<string, string> { ["value"] = value },
    };

    public static Task<TestCluster> StartAsync(TestClusterOptions? options = null) => TestCluster.StartAsync((options ?? new()) with { AlwaysInProcess = true }, Cancel);

    public static async Task<int> ReadMapsAsync(TestCluster cluster) => (await cluster.Client.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, Cancel)).Items.Count;

    public static string? Annotation(V1ConfigMap map, string name) =>
        map.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var value) ? value : null;
}
