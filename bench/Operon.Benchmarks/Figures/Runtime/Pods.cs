using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>Ten thousand pods of about 3 kB in an API server in memory.</summary>
internal static class Pods
{
    public const int Count = 10_000;
    private const int Writers = 8;

    public static async Task CreateAsync(IKubernetesClient client)
    {
        await client.Resource(ResourceKinds.ServiceAccount).CreateAsync(
            new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "default", NamespaceProperty = "default" } }, CancellationToken.None);
        var pods = client.Resource(ResourceKinds.Untyped(ResourceKinds.Pod.Type));
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var index = Interlocked.Increment(ref next); index < Count; index = Interlocked.Increment(ref next))
            {
                await pods.CreateAsync(UntypedObject.FromJson(Pod(index)), CancellationToken.None);
            }
        }));
    }

    public static Patch Annotation(string name, string value) =>
        Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } });

    private static JsonObject Pod(int index) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"pod-{index}",
            ["namespace"] = "default",
            ["labels"] = new JsonObject { ["app"] = "bench", ["shard"] = $"{index % 10}" },
        },
        ["spec"] = new JsonObject
        {
            ["terminationGracePeriodSeconds"] = 0,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = "registry.example.com/team/application:1.2.3",
                ["command"] = new JsonArray("/usr/local/bin/application"),
                ["args"] = new JsonArray([.. Enumerable.Range(0, 12).Select(arg => (JsonNode)$"--option-number-{arg}=value-of-the-option-{arg}")]),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080 }, new JsonObject { ["name"] = "metrics", ["containerPort"] = 9090 }),
                ["env"] = new JsonArray([.. Enumerable.Range(0, 8).Select(number => (JsonNode)new JsonObject { ["name"] = $"VARIABLE_{number}", ["value"] = $"a value of some length, number {number}" })]),
                ["livenessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz", ["port"] = 8080 }, ["periodSeconds"] = 10 },
                ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/readyz", ["port"] = 8080 }, ["periodSeconds"] = 5 },
                ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = "/data" }),
            }),
            ["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["emptyDir"] = new JsonObject() }),
        },
    };
}
