using Xunit;

namespace Operon.Generators.Tests;

/// <summary>The rows of docs/markers.md about definitions as a whole.</summary>
public sealed class DefinitionMarkerTests
{
    private const string Spec = """

        /// <summary>What is wished.</summary>
        public sealed record ThingSpec
        {
            /// <summary>How many.</summary>
            public int Replicas { get; init; }
        }

        /// <summary>What was seen.</summary>
        public sealed record ThingStatus
        {
            /// <summary>How many are there.</summary>
            public int Replicas { get; init; }

            /// <summary>Their labels.</summary>
            public string? Selector { get; init; }
        }
        """;

    [Fact]
    public async Task Group_version_and_kind_are_on_the_class()
    {
        var definition = await Define("[KubernetesResource(\"demo.example.com\", \"v1beta1\", Kind = \"Widget\")]");
        Assert.Equal("widgets.demo.example.com", (string?)definition["metadata"]!["name"]);
        Assert.Equal("demo.example.com", (string?)definition["spec"]!["group"]);
        Schemas.Equal("""{ "kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "singular": "widget" }""", definition["spec"]!["names"]);
        Assert.Equal("v1beta1", (string?)definition.Version()["name"]);
    }

    [Fact]
    public async Task Names_and_scope_are_properties_of_the_attribute()
    {
        var definition = await Define("""
            [KubernetesResource("demo.example.com", "v1", Plural = "thingies", Singular = "thingy", ListKind = "Things", ShortNames = ["th", "ti"], Categories = ["all", "demo"], Scope = ResourceScope.Cluster)]
            """);
        Schemas.Equal("""{ "kind": "Thing", "listKind": "Things", "plural": "thingies", "singular": "thingy", "shortNames": ["th", "ti"], "categories": ["all", "demo"] }""", definition["spec"]!["names"]);
        Assert.Equal("Cluster", (string?)definition["spec"]!["scope"]);
    }

    [Fact]
    public async Task A_property_for_status_gives_the_status_subresource()
    {
        Schemas.Equal("""{ "status": {} }""", (await Define("[KubernetesResource(\"demo.example.com\", \"v1\")]")).Version()["subresources"]);
        Assert.Null((await Define("[KubernetesResource(\"demo.example.com\", \"v1\")]", "CustomResource<ThingSpec>")).Version()["subresources"]);
    }

    [Fact]
    public async Task StatusSubresource_gives_it_without_the_property() => Schemas.Equal(
        """{ "status": {} }""",
        (await Define("[KubernetesResource(\"demo.example.com\", \"v1\"), StatusSubresource]", "CustomResource<ThingSpec>")).Version()["subresources"]);

    [Fact]
    public async Task ScaleSubresource_names_its_paths() => Schemas.Equal(
        """{ "scale": { "labelSelectorPath": ".status.selector", "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas" }, "status": {} }""",
        (await Define("[KubernetesResource(\"demo.example.com\", \"v1\"), ScaleSubresource(\".spec.replicas\", \".status.replicas\", LabelSelectorPath = \".status.selector\")]")).Version()["subresources"]);

    [Fact]
    public async Task PrinterColumn_on_the_class_says_everything() => Schemas.Equal(
        """[{ "name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp", "description": "Since when", "priority": 1 }]""",
        (await Define("[KubernetesResource(\"demo.example.com\", \"v1\"), PrinterColumn(\"Age\", \"date\", \".metadata.creationTimestamp\", Description = \"Since when\", Priority = 1)]")).Version()["additionalPrinterColumns"]);

    [Fact]
    public async Task PrinterColumn_on_a_property_derives_the_rest_and_comes_first()
    {
        var program = await Schemas.CompileAsync(Schemas.File("""
            [KubernetesResource("demo.example.com", "v1")]
            [PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
            public sealed partial record Thing : CustomResource<ThingSpec>;

            public sealed record ThingSpec
            {
                /// <summary>How many.</summary>
                [PrinterColumn(Format = "int32")]
                public int Replicas { get; init; }

                public Limits Limits { get; init; } = new();
            }

            public sealed record Limits
            {
                [PrinterColumn("Until")]
                public DateTimeOffset? End { get; init; }
            }

            [JsonSerializable(typeof(Thing))]
            internal sealed partial class DemoJson : JsonSerializerContext;
            """));
        Schemas.Equal(
            """
            [
              { "name": "Replicas", "type": "integer", "jsonPath": ".spec.replicas", "description": "How many.", "format": "int32" },
              { "name": "Until", "type": "date", "jsonPath": ".spec.limits.end" },
              { "name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp" }
            ]
            """, program.Definition().Version()["additionalPrinterColumns"]);
    }

    [Fact]
    public async Task SelectableField_on_a_property_is_its_path()
    {
        var program = await Schemas.CompileAsync(Schemas.ThingWith("[SelectableField] public string? Zone { get; init; }"));
        Schemas.Equal("""[{ "jsonPath": ".spec.zone" }]""", program.Definition().Version()["selectableFields"]);
    }

    [Fact]
    public async Task Types_of_one_kind_are_versions_and_one_of_them_is_stored()
    {
        var definition = await Define("[KubernetesResource(\"demo.example.com\", \"v1\", Storage = true)]", more: """
            [KubernetesResource("demo.example.com", "v1beta1")]
            public sealed partial record V1Beta1Thing : CustomResource<ThingSpec, ThingStatus>;

            [KubernetesResource("demo.example.com", "v1alpha1", Served = false)]
            public sealed partial record V1Alpha1Thing : CustomResource<ThingSpec, ThingStatus>;

            [JsonSerializable(typeof(V1Beta1Thing)), JsonSerializable(typeof(V1Alpha1Thing))]
            internal sealed partial class OtherJson : JsonSerializerContext;
            """);
        Assert.Equal(
            ["v1alpha1 served: false stored: false", "v1beta1 served: true stored: false", "v1 served: true stored: true"],
            definition["spec"]!["versions"]!.AsArray().Select(version => $"{version!["name"]} served: {version["served"]} stored: {version["storage"]}"));
    }

    [Fact]
    public async Task Obsolete_deprecates_a_version_with_a_warning()
    {
        var version = (await Define("[KubernetesResource(\"demo.example.com\", \"v1\"), Obsolete(\"use v2\")]")).Version();
        Assert.True((bool)version["deprecated"]!);
        Assert.Equal("use v2", (string?)version["deprecationWarning"]);
    }

    [Fact]
    public async Task CrdMetadata_is_metadata_of_the_definition() => Schemas.Equal(
        """{ "name": "things.demo.example.com", "annotations": { "a": "1" }, "labels": { "b": "2" } }""",
        (await Define("[KubernetesResource(\"demo.example.com\", \"v1\"), CrdMetadata(\"a\", \"1\"), CrdMetadata(\"b\", \"2\", IsLabel = true)]"))["metadata"]);

    [Fact]
    public async Task ExcludeFromCrd_makes_no_definition_but_a_resource()
    {
        var program = await Schemas.CompileAsync(Program("[KubernetesResource(\"demo.example.com\", \"v1\"), ExcludeFromCrd]"));
        Assert.Empty(program.Manifests);
        Assert.NotNull(program.Load().GetType("Demo.Thing")!.GetProperty("Resource")!.GetValue(null));
    }

    [Fact]
    public async Task ExcludeVersion_leaves_a_field_out_of_a_version()
    {
        var program = await Schemas.CompileAsync(Schemas.File("""
            [KubernetesResource("demo.example.com", "v1", Storage = true)]
            public sealed partial record Thing : CustomResource<ThingSpec>;

            [KubernetesResource("demo.example.com", "v1alpha1", Kind = "Thing")]
            public sealed partial record OldThing : CustomResource<ThingSpec>;

            public sealed record ThingSpec { public string? Old { get; init; } [ExcludeVersion("v1alpha1")] public string? New { get; init; } }

            [JsonSerializable(typeof(Thing)), JsonSerializable(typeof(OldThing))]
            internal sealed partial class DemoJson : JsonSerializerContext;
            """));
        var definition = program.Definition();
        Assert.Equal(["new", "old"], definition.Version("v1").Schema()["properties"]!["spec"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(["old"], definition.Version("v1alpha1").Schema()["properties"]!["spec"]!["properties"]!.AsObject().Select(property => property.Key));
    }

    private static string Program(string attributes, string baseType = "CustomResource<ThingSpec, ThingStatus>", string more = "") => Schemas.File($$"""
        /// <summary>A thing.</summary>
        {{attributes}}
        public sealed partial record Thing : {{baseType}};
        {{Spec}}

        #pragma warning disable CS0612, CS0618
        [JsonSerializable(typeof(Thing))]
        internal sealed partial class DemoJson : JsonSerializerContext;
        {{more}}
        """);

    private static async Task<System.Text.Json.Nodes.JsonObject> Define(string attributes, string baseType = "CustomResource<ThingSpec, ThingStatus>", string more = "") =>
        (await Schemas.CompileAsync(Program(attributes, baseType, more), new ProjectSettings { IsSchemaOnly = true })).Definition();
}
