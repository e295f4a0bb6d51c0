using System.Text.Json.Nodes;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Programs with one resource, and the schema that is made of it.</summary>
internal static class Schemas
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using k8s;
        using k8s.Models;
        using Operon.Kubernetes;

        namespace Demo;

        """;

    private const string Resource = """

        /// <summary>A thing.</summary>
        [KubernetesResource("demo.example.com", "v1")]
        public sealed partial record Thing : CustomResource<ThingSpec, ThingStatus>;

        /// <summary>What was seen.</summary>
        public sealed record ThingStatus
        {
            /// <summary>How it is.</summary>
            public string? State { get; init; }
        }

        [JsonSerializable(typeof(Thing))]
        internal sealed partial class DemoJson : JsonSerializerContext;

        """;

    /// <summary>A file with the usings every program needs.</summary>
    public static string File(string source) => Usings + source;

    /// <summary>A program whose resource Thing has a spec of these members.</summary>
    public static string ThingWith(string specMembers, string types = "", string specAttributes = "") => Usings + Resource + $$"""
        /// <summary>What is wished.</summary>
        {{specAttributes}}
        public sealed record ThingSpec
        {
        {{specMembers}}
        }

        {{types}}
        """;

    /// <summary>The program that has only one resource, compiled; it and its generated parts have no errors or warnings.</summary>
    public static async Task<Compiled> CompileAsync(string source, ProjectSettings? settings = null)
    {
        var program = await Compiled.FromAsync(settings ?? new ProjectSettings(), source);
        // Without System.Text.Json's generator contexts lack their half.
        Assert.DoesNotContain(program.Errors, error => settings?.IsSchemaOnly != true || error.Id is not ("CS0117" or "CS0534" or "CS7036" or "CS1729"));
        // Whatever a test is about, what it makes must be taken by a server.
        if (await TestContext.Current.GetFixture<DefinitionServer>() is { } server)
        {
            foreach (var json in program.Definitions().Values)
            {
                await server.AcceptsAsync(JsonNode.Parse(json)!.AsObject());
            }
        }

        return program;
    }

    /// <summary>The manifests that are definitions: path to JSON. Kinds also have roles.</summary>
    public static IReadOnlyDictionary<string, string> Definitions(this Compiled program) =>
        program.Manifests.Where(manifest => manifest.Key.StartsWith("crd/", StringComparison.Ordinal)).ToDictionary();

    public static JsonObject Definition(this Compiled program) => JsonNode.Parse(program.Definitions().Values.Single())!.AsObject();

    public static JsonObject Version(this JsonObject definition, string? name = null) => definition["spec"]!["versions"]!.AsArray()
        .Select(version => version!.AsObject()).Single(version => name is null || (string?)version["name"] == name);

    public static JsonObject Schema(this JsonObject version) => version["schema"]!["openAPIV3Schema"]!.AsObject();

    /// <summary>The schema of the spec of Thing, whose spec has these members.</summary>
    public static async Task<JsonObject> SpecAsync(string specMembers, string types = "", string specAttributes = "", ProjectSettings? settings = null)
    {
        var program = await CompileAsync(ThingWith(specMembers, types, specAttributes), settings ?? new ProjectSettings { IsSchemaOnly = true });
        return program.Definition().Version().Schema()["properties"]!["spec"]!.AsObject();
    }

    /// <summary>Compares the schema of one field, declared as <paramref name="member"/>, without its description.</summary>
    public static async Task EmitsAsync(string member, string field, string expected, string types = "", ProjectSettings? settings = null)
    {
        var spec = await SpecAsync(member, types, settings: settings);
        var schema = spec["properties"]![field]!.DeepClone().AsObject();
        schema.Remove("description");
        Equal(expected, schema);
    }

    public static void Equal(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        Assert.True(JsonNode.DeepEquals(wanted, actual), $"expected {wanted?.ToJsonString()}\nactual   {actual?.ToJsonString()}");
    }
}
