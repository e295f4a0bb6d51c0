using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Rules about types with <c>[KubernetesResource]</c> as such.</summary>
public sealed class ResourceRuleTests
{
    private const string Spec = "public sealed record ThingSpec { } [JsonSerializable(typeof(Thing))] internal sealed partial class DemoJson : JsonSerializerContext;";

    [Fact]
    public async Task OP0001_a_type_that_is_not_partial() => Found.Once(
        await Found.InAsync("OP0001", Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\")] public sealed record Thing : CustomResource<ThingSpec>; {Spec}")),
        "Thing", "Thing has [KubernetesResource] but it or a type around it is not partial; add 'partial' so that its resource can be generated");

    [Fact]
    public async Task OP0002_a_type_no_context_lists() => Found.Once(
        await Found.InAsync("OP0002", Schemas.File("[KubernetesResource(\"demo.example.com\", \"v1\")] public sealed partial record Thing : CustomResource<ThingSpec>; public sealed record ThingSpec;")),
        "Thing", "no JsonSerializerContext lists Thing; add [JsonSerializable(typeof(Thing))] to a partial class that derives from JsonSerializerContext");

    [Fact]
    public async Task OP0003_a_type_that_is_no_object() => Found.Once(
        await Found.InAsync("OP0003", Schemas.File("[KubernetesResource(\"demo.example.com\", \"v1\")] public sealed partial record Thing; [JsonSerializable(typeof(Thing))] internal sealed partial class DemoJson : JsonSerializerContext;")),
        "Thing", "Thing has [KubernetesResource] but is no Kubernetes object; derive it from CustomResource<TSpec> or CustomResource<TSpec, TStatus>, or implement IKubernetesObject<V1ObjectMeta>");

    [Fact]
    public async Task OP0009_a_root_field_with_the_name_of_a_fixed_one() => Found.Once(
        await Found.InAsync("OP0009", Schemas.File($$"""[KubernetesResource("demo.example.com", "v1")] public sealed partial record Thing : CustomResource<ThingSpec> { [JsonPropertyName("kind")] public int Sort { get; init; } } {{Spec}}""")),
        "Sort", "Thing.Sort is called 'kind', which every Kubernetes object has as the name of its kind; rename it");

    [Fact]
    public async Task OP0010_a_group_of_the_Kubernetes_project()
    {
        const string Attribute = "KubernetesResource(\"demo.k8s.io\", \"v1\")";
        Found.Once(
            await Found.InAsync("OP0010", Schemas.File($"[{Attribute}] public sealed partial record Thing : CustomResource<ThingSpec>; {Spec}")),
            Attribute, "group demo.k8s.io is protected: servers refuse its definitions without the annotation api-approved.kubernetes.io; use a domain of your own, or add [CrdMetadata(\"api-approved.kubernetes.io\", \"<pull request>\")]");
        Assert.Empty(await Found.InAsync("OP0010", Schemas.File($"[{Attribute}, CrdMetadata(\"api-approved.kubernetes.io\", \"https://example.com/1\")] public sealed partial record Thing : CustomResource<ThingSpec>; {Spec}")));
    }

    [Fact]
    public async Task OP0011_a_resource_without_status() => Found.Once(
        await Found.InAsync("OP0011", Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\")] public sealed partial record Thing : CustomResource<ThingSpec>; {Spec}")),
        "Thing", "Thing has no status, so its controller cannot tell what it observed; derive it from CustomResource<TSpec, TStatus>");

    [Theory]
    [InlineData("\"example\", \"v1\"", "group 'example' of Thing is not valid: it is a domain in small letters with a dot, such as cache.example.com")]
    [InlineData("\"demo.example.com\", \"V1\"", "version 'V1' of Thing is not valid: it starts with a letter and has small letters, digits and dashes, such as v1alpha1")]
    [InlineData("\"demo.example.com\", \"v1\", Kind = \"My_Thing\"", "kind 'My_Thing' of Thing is not valid: it starts with a letter and has letters and digits, at most 63")]
    [InlineData("\"demo.example.com\", \"v1\", ShortNames = [\"TH\"]", "short name 'TH' of Thing is not valid: it has small letters, digits and dashes, at most 63")]
    public async Task OP0027_names_that_servers_refuse(string arguments, string message) => Assert.Equal(
        message,
        (await Found.InAsync("OP0027", Schemas.File($"[KubernetesResource({arguments})] public sealed partial record Thing : CustomResource<ThingSpec>; {Spec}")))[0].GetMessage(null));

    [Fact]
    public async Task OP0019_versions_of_which_none_or_several_are_stored()
    {
        const string Two = """
            public sealed partial record Thing : CustomResource<ThingSpec>;
            [KubernetesResource("demo.example.com", "v2", Kind = "Thing", Storage = true)] public sealed partial record Other : CustomResource<ThingSpec>;
            [JsonSerializable(typeof(Other))] internal sealed partial class OtherJson : JsonSerializerContext;
            """;
        var several = Assert.Single(await Found.InAsync("OP0019", Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\", Storage = true)] {Two} {Spec}")));
        Assert.Equal("kind Thing has 2 storage versions (v1, v2); exactly one of its types says Storage = true", several.GetMessage(null));
        var none = Assert.Single(await Found.InAsync("OP0019", Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\")] {Two.Replace(", Storage = true", "", StringComparison.Ordinal)} {Spec}")));
        Assert.Equal("kind Thing has 0 storage versions (v1, v2); exactly one of its types says Storage = true", none.GetMessage(null));
        Assert.Empty(await Found.InAsync("OP0019", Schemas.File($"[KubernetesResource(\"demo.example.com\", \"v1\")] {Two} {Spec}")));
    }

    [Fact]
    public async Task OP0028_versions_that_disagree_on_the_scope()
    {
        var found = Assert.Single(await Found.InAsync("OP0028", Schemas.File($$"""
            [KubernetesResource("demo.example.com", "v1", Storage = true)] public sealed partial record Thing : CustomResource<ThingSpec>;
            [KubernetesResource("demo.example.com", "v2", Kind = "Thing", Scope = ResourceScope.Cluster)] public sealed partial record Other : CustomResource<ThingSpec>;
            [JsonSerializable(typeof(Other))] internal sealed partial class OtherJson : JsonSerializerContext;
            {{Spec}}
            """)));
        Assert.Equal("the versions of kind Thing disagree on scope: v1 has Namespaced, v2 has Cluster; it belongs to the definition and must be the same on all of its types", found.GetMessage(null));
    }

    [Fact]
    public async Task OP0032_a_definition_that_is_too_large_for_an_annotation()
    {
        var text = new string('x', 300_000);
        var source = Schemas.ThingWith($"/// <summary>{text}</summary>\npublic int Size {{ get; init; }}");
        Assert.Single(await Found.InAsync("OP0032", source));
        var cut = new ProjectSettings { SkipsJsonGenerator = true };
        cut.Properties["CrdMaxDescriptionLength"] = "100";
        Assert.Empty(await Found.InAsync("OP0032", source, cut));
    }

    [Fact]
    public async Task OP0033_a_column_and_a_scale_path_that_lead_nowhere()
    {
        var found = await Found.InAsync("OP0033", Schemas.File($"""
            [KubernetesResource("demo.example.com", "v1"), PrinterColumn("Size", "integer", ".spec.size"), PrinterColumn("Age", "date", ".metadata.creationTimestamp"), ScaleSubresource("spec.replicas", ".status.replicas")]
            public sealed partial record Thing : CustomResource<ThingSpec>; {Spec}
            """));
        Assert.Equal(
            [
                "[PrinterColumn] of Thing: path '.spec.size' leads to 'size', which the schema does not have",
                "[ScaleSubresource] of Thing: path 'spec.replicas' does not start with a dot, as .spec.replicas does",
                "[ScaleSubresource] of Thing: path '.status.replicas' leads to 'status', which the schema does not have",
            ],
            found.Select(one => one.GetMessage(null)));
    }
}
