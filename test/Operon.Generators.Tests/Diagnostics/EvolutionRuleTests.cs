using Operon.Kubernetes;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>New definitions are compared with the committed ones.</summary>
public sealed class EvolutionRuleTests
{
    private const string Path = "/repo/config/crd/bases/demo.example.com_things.yaml";

    private const string Before = """
        [Range(1, 9)] public int Size { get; init; } = 1;
        public string? Zone { get; init; }
        [AllowedValues("a", "b")] public string? Mode { get; init; }
        [ListType(ListType.Set)] public IReadOnlyList<string>? Names { get; init; }
        public Limits? Limits { get; init; }
        """;

    private const string Types = "public sealed record Limits { public long? Most { get; init; } }";

    [Theory]
    [InlineData("public string? Zone { get; init; }", "", ".spec.zone in version v1 of Thing: the field is removed")]
    [InlineData("Range(1, 9)", "Range(1, 5)", ".spec.size in version v1 of Thing: maximum is 5, was 9")]
    [InlineData("Range(1, 9)", "Range(2, 9)", ".spec.size in version v1 of Thing: minimum is 2, was 1")]
    [InlineData("AllowedValues(\"a\", \"b\")", "AllowedValues(\"a\")", ".spec.mode in version v1 of Thing: \"b\" is not allowed any more")]
    [InlineData("public string? Zone", "public int? Zone", ".spec.zone in version v1 of Thing: the type was string, is integer")]
    [InlineData("public string? Zone { get; init; }", "public required string Zone { get; init; }", ".spec.zone in version v1 of Thing: the field is required now")]
    [InlineData("public string? Zone", "[RegularExpression(\"^[a-z]+$\")] public string? Zone", ".spec.zone in version v1 of Thing: pattern is \"^[a-z]+$\", was not set")]
    [InlineData("public string? Zone", "[MaxLength(9)] public string? Zone", ".spec.zone in version v1 of Thing: maxLength is 9, was not set")]
    [InlineData("ListType.Set", "ListType.Atomic", ".spec.names in version v1 of Thing: the list type was set, is atomic; managers lose their items")]
    [InlineData("public Limits? Limits", "public Other? Limits", ".spec.limits.most in version v1 of Thing: the field is removed")]
    public async Task OP0030_a_change_that_breaks_users(string was, string @is, string change)
    {
        // Defaults that no longer fit are another rule's business.
        var after = Before.Replace(was, @is, StringComparison.Ordinal).Replace("init; } = 1;", "init; } = 2;", StringComparison.Ordinal);
        var found = Assert.Single(await ChangesAsync(Schemas.ThingWith(Before, Types), Schemas.ThingWith(after, Types + " public sealed record Other { public int? Least { get; init; } }")));
        Assert.StartsWith(change + ";", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OP0030_another_scope_and_a_version_that_is_gone()
    {
        string Program(string arguments) => Schemas.File($"[KubernetesResource(\"demo.example.com\", {arguments})] public sealed partial record Thing : CustomResource<ThingSpec>; public sealed record ThingSpec; [JsonSerializable(typeof(Thing))] internal sealed partial class DemoJson : JsonSerializerContext;");
        Assert.StartsWith("spec.scope in version * of Thing: was Namespaced, is Cluster", (await ChangesAsync(Program("\"v1\""), Program("\"v1\", Scope = ResourceScope.Cluster")))[0], StringComparison.Ordinal);
        Assert.StartsWith("the version in version v1 of Thing: is removed", (await ChangesAsync(Program("\"v1\""), Program("\"v2\"")))[0], StringComparison.Ordinal);
        Assert.StartsWith("the version in version v1 of Thing: is not served any more", (await ChangesAsync(Program("\"v1\""), Program("\"v1\", Served = false")))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Range(1, 9)", "Range(0, 20)")]
    [InlineData("AllowedValues(\"a\", \"b\")", "AllowedValues(\"a\", \"b\", \"c\")")]
    [InlineData("public string? Zone { get; init; }", "public string? Zone { get; init; } public string? New { get; init; }")]
    [InlineData("public string? Zone { get; init; }", "public string? Zone { get; init; } public int New { get; init; } = 3;")]
    [InlineData("public long? Most", "public int? Most")]
    [InlineData("", "")]
    public async Task A_change_that_takes_everything_it_took_is_none(string was, string @is)
    {
        var after = was.Length == 0 ? (Before, Types) : (Before.Replace(was, @is, StringComparison.Ordinal), Types.Replace(was, @is, StringComparison.Ordinal));
        Assert.Empty(await ChangesAsync(Schemas.ThingWith(Before, Types), Schemas.ThingWith(after.Item1, after.Item2)));
    }

    [Fact]
    public async Task Definitions_other_tools_wrote_are_read_too()
    {
        const string Committed = """
            ---
            # written by another tool
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              annotations: {controller-gen.kubebuilder.io/version: v0.21.0}
              name: things.demo.example.com
            spec:
              group: demo.example.com
              names: {kind: Thing, plural: things}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    description: |-
                      A thing: of
                      several lines
                    type: object
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        description: "quoted: \"text\" with # no comment"
                        required:
                        - image
                        properties:
                          image:   # a comment
                            description: 'it''s folded over
                              two lines'
                            type: string
                            enum: [a, "b"]
            """;
        var found = await ChangesAsync(Committed, Schemas.ThingWith("[AllowedValues(\"a\")] public required string Image { get; init; }"), isYaml: true);
        Assert.StartsWith(".spec.image in version v1 of Thing: \"b\" is not allowed any more;", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OP0031_a_committed_file_that_is_no_YAML()
    {
        var settings = new ProjectSettings { SkipsJsonGenerator = true };
        settings.AdditionalFiles[Path] = "spec: &anchor\n  a: 1";
        var found = Assert.Single(await Found.InAsync("OP0031", Schemas.ThingWith("public int Size { get; init; }"), settings));
        Assert.Equal("demo.example.com_things.yaml cannot be compared with what is generated: line 1: anchors and tags are not read; run operon generate crd", found.GetMessage(null));
    }

    private static async Task<IReadOnlyList<string>> ChangesAsync(string before, string after, bool isYaml = false)
    {
        var settings = new ProjectSettings { SkipsJsonGenerator = true };
        settings.AdditionalFiles[Path] = isYaml
            ? before
            : Yaml.FromJson((await Compiled.FromAsync(new ProjectSettings { IsSchemaOnly = true }, before)).Definition());
        return [.. (await Found.InAsync("OP0030", after, settings)).Select(found => found.GetMessage(null))];
    }
}
