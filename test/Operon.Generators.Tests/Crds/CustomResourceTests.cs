using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>From a record to a definition and a resource that knows itself.</summary>
public sealed class CustomResourceTests
{
    private static readonly string _memcached = Schemas.File("""
        /// <summary>A cache in memory.</summary>
        [KubernetesResource("cache.example.com", "v1alpha1", ShortNames = ["mc"], Categories = ["all"])]
        [PrinterColumn("Size", "integer", ".spec.size")]
        public sealed partial record Memcached : CustomResource<MemcachedSpec, MemcachedStatus>;

        /// <summary>What is wished of a Memcached.</summary>
        public sealed record MemcachedSpec
        {
            /// <summary>How many pods run memcached.</summary>
            [Range(1, 5)]
            public int Size { get; init; } = 1;
        }

        /// <summary>What was seen of it.</summary>
        public sealed record MemcachedStatus
        {
            /// <summary>Names of the pods.</summary>
            [ListType(ListType.Set)]
            public IReadOnlyList<string> Nodes { get; init; } = [];
        }

        [JsonSerializable(typeof(Memcached))]
        internal sealed partial class ApiJson : JsonSerializerContext;
        """);

    [Fact]
    public async Task A_record_becomes_a_definition_with_sorted_keys_that_the_assembly_carries()
    {
        var program = await Schemas.CompileAsync(_memcached);
        Assert.Empty(program.Diagnostics);
        Assert.Equal(["crd/bases/cache.example.com_memcacheds.yaml"], program.Definitions().Keys);
        Schemas.Equal("""
            {
              "apiVersion": "apiextensions.k8s.io/v1",
              "kind": "CustomResourceDefinition",
              "metadata": { "name": "memcacheds.cache.example.com" },
              "spec": {
                "group": "cache.example.com",
                "names": { "categories": ["all"], "kind": "Memcached", "listKind": "MemcachedList", "plural": "memcacheds", "shortNames": ["mc"], "singular": "memcached" },
                "scope": "Namespaced",
                "versions": [
                  {
                    "additionalPrinterColumns": [{ "jsonPath": ".spec.size", "name": "Size", "type": "integer" }],
                    "name": "v1alpha1",
                    "schema": {
                      "openAPIV3Schema": {
                        "description": "A cache in memory.",
                        "properties": {
                          "apiVersion": { "description": "Group and version of the schema this object is written in. Servers convert to the version a client asks for.", "type": "string" },
                          "kind": { "description": "Kind of this object, in CamelCase. It cannot be changed.", "type": "string" },
                          "metadata": { "type": "object" },
                          "spec": {
                            "description": "What is wished of a Memcached.",
                            "properties": { "size": { "default": 1, "description": "How many pods run memcached.", "format": "int32", "maximum": 5, "minimum": 1, "type": "integer" } },
                            "type": "object"
                          },
                          "status": {
                            "description": "What was seen of it.",
                            "properties": { "nodes": { "description": "Names of the pods.", "items": { "type": "string" }, "type": "array", "x-kubernetes-list-type": "set" } },
                            "type": "object"
                          }
                        },
                        "required": ["spec"],
                        "type": "object"
                      }
                    },
                    "served": true,
                    "storage": true,
                    "subresources": { "status": {} }
                  }
                ]
              }
            }
            """, program.Definition());
    }

    [Fact]
    public async Task The_type_knows_its_resource_and_serializes_by_the_authors_context()
    {
        var assembly = (await Schemas.CompileAsync(_memcached)).Load();
        var resource = assembly.GetType("Demo.Memcached")!.GetProperty("Resource")!.GetValue(null)!;
        var type = (Kubernetes.ResourceType)resource.GetType().GetProperty("Type")!.GetValue(resource)!;
        Assert.Equal(new Kubernetes.ResourceType("cache.example.com", "v1alpha1", "Memcached", "memcacheds", IsNamespaced: true), type);
        var json = (JsonTypeInfo)resource.GetType().GetProperty("Json")!.GetValue(resource)!;
        var memcached = JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"spec":{"size":3},"status":{"nodes":["a-0"]}}""", json)!;
        Assert.Contains("\"spec\":{\"size\":3}", JsonSerializer.Serialize(memcached, json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_class_of_definitions_has_one_property_per_kind_and_all_of_them()
    {
        var program = await Schemas.CompileAsync(_memcached);
        var definitions = program.Load().GetType("Demo.CustomResourceDefinitions")!;
        Assert.Equal(program.Definitions().Values.Single(), definitions.GetProperty("Memcached")!.GetValue(null));
        Assert.Equal([.. program.Definitions().Values], (IEnumerable<string>)definitions.GetProperty("All")!.GetValue(null)!);
    }

    [Fact]
    public async Task Enums_are_written_by_name_when_the_context_says_so()
    {
        var program = await Schemas.CompileAsync(Schemas.File("""
            [KubernetesResource("demo.example.com", "v1")]
            public sealed partial record Thing : CustomResource<ThingSpec>;
            public enum Mode { Fast, Safe }
            public sealed record ThingSpec { public Mode Mode { get; init; } = Mode.Safe; }
            [JsonSourceGenerationOptions(UseStringEnumConverter = true), JsonSerializable(typeof(Thing))]
            internal sealed partial class DemoJson : JsonSerializerContext;
            """));
        Assert.DoesNotContain("OP0021", program.Ids);
        var json = Json(program, "Demo.Thing");
        var thing = JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"spec":{"mode":"Safe"}}""", json);
        Assert.Contains("\"mode\":\"Safe\"", JsonSerializer.Serialize(thing, json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nested_class_and_a_kind_two_groups_have_are_told_apart()
    {
        var program = await Schemas.CompileAsync("""
            using Operon.Kubernetes;
            using System.Text.Json.Serialization;
            using k8s;
            using k8s.Models;

            public static partial class Outer
            {
                [KubernetesResource("one.example.com", "v1", Kind = "Backup")]
                public sealed partial class First : IKubernetesObject<V1ObjectMeta>
                {
                    public string? ApiVersion { get; set; }
                    public string? Kind { get; set; }
                    public V1ObjectMeta Metadata { get; set; } = new();
                    public int Size { get; set; }
                }
            }

            [KubernetesResource("two.example.com", "v1")]
            internal sealed partial record Backup : CustomResource<BackupSpec>;
            internal sealed record BackupSpec;

            [JsonSerializable(typeof(Outer.First)), JsonSerializable(typeof(Backup))]
            internal sealed partial class DemoJson : JsonSerializerContext;
            """);
        Assert.Equal(["crd/bases/one.example.com_backups.yaml", "crd/bases/two.example.com_backups.yaml"], program.Definitions().Keys.Order(StringComparer.Ordinal));
        var definitions = program.Load().GetType("Demo.CustomResourceDefinitions")!;
        Assert.NotNull(definitions.GetProperty("BackupOneExampleCom"));
        Assert.NotNull(definitions.GetProperty("BackupTwoExampleCom"));
    }

    [Fact]
    public async Task Objects_that_have_defaults_only_are_taken_and_completed_by_the_server()
    {
        var program = await Schemas.CompileAsync(Schemas.File("""
            [KubernetesResource("filled.example.com", "v1")]
            public sealed partial record Filled : CustomResource<FilledSpec>;

            public sealed record FilledSpec
            {
                public Limits Limits { get; init; } = new() { Most = 9 };
                public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);
                [CelRule("self.size() < 3", Message = "at most two")] public IReadOnlyList<string> Names { get; init; } = ["a", "b"];
            }

            public sealed record Limits { public int Least { get; init; } = 1; public int Most { get; init; } = 2; }

            [JsonSerializable(typeof(Filled))]
            internal sealed partial class DemoJson : JsonSerializerContext;
            """));
        var server = (await TestContext.Current.GetFixture<DefinitionServer>())!;
        await server.Cluster.InstallCrdsAsync(program.Definitions().Values.Single(), TestContext.Current.CancellationToken);
        var made = await server.Cluster.ApplyAsync(
            """{"apiVersion":"filled.example.com/v1","kind":"Filled","metadata":{"name":"a"},"spec":{}}""", cancellationToken: TestContext.Current.CancellationToken);
        Schemas.Equal("""{ "interval": "5m0s", "limits": { "least": 1, "most": 9 }, "names": ["a", "b"] }""", made[0].Fields["spec"]);
        var json = Json(program, "Demo.Filled");
        var back = JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize(made[0].ToJson(), json), json))!;
        Schemas.Equal(made[0].Fields["spec"]!.ToJsonString(), back["spec"]);
        await Assert.ThrowsAsync<Kubernetes.KubernetesApiException>(() => server.Cluster.ApplyAsync(
            """{"apiVersion":"filled.example.com/v1","kind":"Filled","metadata":{"name":"b"},"spec":{"names":["a","b","c"]}}""", cancellationToken: TestContext.Current.CancellationToken));
    }

    private static JsonTypeInfo Json(Compiled program, string type)
    {
        var resource = program.Load().GetType(type)!.GetProperty("Resource")!.GetValue(null)!;
        return (JsonTypeInfo)resource.GetType().GetProperty("Json")!.GetValue(resource)!;
    }
}
