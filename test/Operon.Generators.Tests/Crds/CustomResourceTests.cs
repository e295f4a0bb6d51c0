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
        Assert.Equal(["crd/bases/cache.example.com_memcacheds.yaml"], program.Manifests.Keys);
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
        var json = (System.Text.Json.Serialization.Metadata.JsonTypeInfo)resource.GetType().GetProperty("Json")!.GetValue(resource)!;
        var memcached = System.Text.Json.JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"spec":{"size":3},"status":{"nodes":["a-0"]}}""", json)!;
        Assert.Contains("\"spec\":{\"size\":3}", System.Text.Json.JsonSerializer.Serialize(memcached, json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_class_of_definitions_has_one_property_per_kind_and_all_of_them()
    {
        var program = await Schemas.CompileAsync(_memcached);
        var definitions = program.Load().GetType("Demo.CustomResourceDefinitions")!;
        Assert.Equal(program.Manifests.Values.Single(), definitions.GetProperty("Memcached")!.GetValue(null));
        Assert.Equal([.. program.Manifests.Values], (IEnumerable<string>)definitions.GetProperty("All")!.GetValue(null)!);
    }
}
