using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Etcd.Tests.Objects;

/// <summary>The manifests people copy are accepted, by the schema and by the operator.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Examples_of_TLS_and_authentication_are_accepted_as_they_are()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, cancel);
        foreach (var definition in CustomResources.Definitions().Values)
        {
            await cluster.InstallCrdsAsync(definition, cancel);
        }

        var files = new[] { "tls", "auth" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository, "examples/etcd", folder), "*.yaml")).ToList();
        Assert.True(files.Count >= 4);
        foreach (var json in files.SelectMany(file => Yaml.ToJson(File.ReadAllText(file))).OfType<JsonObject>())
        {
            var kind = (string)json["kind"]!;
            var type = new ResourceType(EtcdCluster.Group, EtcdCluster.Version, kind, $"{kind.ToLowerInvariant()}s", IsNamespaced: true);
            var one = UntypedObject.FromJson(json.DeepClone().AsObject());
            one.Metadata.NamespaceProperty = "default";
            var stored = await cluster.Client.Resource(ResourceKinds.Untyped(type)).CreateAsync(one, cancel);
            Assert.True(JsonNode.DeepEquals(json["spec"], stored.Fields["spec"]), $"{kind} {one.Metadata.Name}: a field was dropped");
            if (kind == EtcdCluster.KindName)
            {
                Assert.Empty(ClusterValidation.Problems(JsonSerializer.Deserialize(stored.ToJson(), EtcdKinds.Cluster.Json)!));
            }
        }
    }

    private static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Operon.slnx")) ? folder.FullName : Find(folder.Parent!);
}
