using Xunit;

namespace Operon.Generators.Tests;

public sealed class PluralTests
{
    private static readonly Dictionary<string, string> _plurals = new()
    {
        ["Memcached"] = "memcacheds",
        ["Website"] = "websites",
        ["EtcdCluster"] = "etcdclusters",
        ["Policy"] = "policies",
        ["Proxy"] = "proxies",
        ["Gateway"] = "gateways",
        ["Ingress"] = "ingresses",
        ["Status"] = "statuses",
        ["Index"] = "indices",
        ["Box"] = "boxes",
        ["Batch"] = "batches",
        ["Database"] = "databases",
        ["Node"] = "nodes",
        ["Redis"] = "redis",
        ["Person"] = "people",
        ["Leaf"] = "leafs",
        ["Knife"] = "knives",
        ["Analysis"] = "analyses",
        ["Series"] = "series",
        ["Bus"] = "buses",
        ["Quiz"] = "quizzes",
        ["Repository"] = "repositories",
        ["Key"] = "keys",
        ["World"] = "worlds",
        ["Alias"] = "aliases",
        ["Kafka"] = "kafkas",
        ["Mongo"] = "mongoes",
        ["Studio"] = "studios",
    };

    [Fact]
    public async Task Plurals_are_those_kubebuilder_gives()
    {
        var types = _plurals.Keys.Select(kind => $"[KubernetesResource(\"demo.example.com\", \"v1\")] public sealed partial record {kind} : CustomResource<Spec>;");
        var program = await Compiled.FromAsync(new ProjectSettings { IsSchemaOnly = true }, Schemas.File("public sealed record Spec; " + string.Join('\n', types)));
        Assert.Equal(
            _plurals.Values.Select(plural => $"crd/bases/demo.example.com_{plural}.yaml").Order(StringComparer.Ordinal),
            program.Definitions().Keys.Order(StringComparer.Ordinal));
    }
}
