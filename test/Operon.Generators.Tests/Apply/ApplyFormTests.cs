using Xunit;

namespace Operon.Generators.Tests;

public sealed class ApplyFormTests
{
    private const string Head = "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Garden\",\"metadata\":{\"name\":\"g\",\"namespace\":\"home\"}";

    [Fact]
    public async Task A_form_without_fields_names_the_object_only() =>
        Assert.Equal(Head + "}", await GardenProgram.JsonAsync("new(\"g\", \"home\")"));

    [Fact]
    public async Task Only_what_is_set_is_written_whether_null_default_or_a_value() =>
        Assert.Equal(
            Head + ",\"spec\":{\"size\":0,\"owner\":null,\"open\":false,\"area\":null}}",
            await GardenProgram.JsonAsync("new(\"g\", \"home\") { Spec = new() { Size = 0, Owner = null, Open = false, Area = null } }"));

    [Fact]
    public async Task Names_enums_times_and_official_models_are_written_as_the_type_itself_writes_them() =>
        Assert.Equal(
            Head + ",\"spec\":{\"title\":\"T\",\"season\":\"high-summer\",\"soil-kind\":\"clay\",\"plantedAt\":\"2026-01-31T12:00:00+00:00\",\"visitors\":{\"matchLabels\":{\"a\":\"b\"}},\"port\":80,\"mood\":\"Wild\"}}",
            await GardenProgram.JsonAsync("""
                new("g", "home")
                {
                    Spec = new()
                    {
                        SoilKind = "clay", Title = "T", Season = Season.Summer, Mood = Mood.Wild, PlantedAt = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
                        Visitors = new() { MatchLabels = new Dictionary<string, string> { ["a"] = "b" } }, Port = "80",
                    },
                }
                """));

    [Fact]
    public async Task Nested_objects_lists_and_maps_have_forms_of_their_own() =>
        Assert.Equal(
            Head + ",\"spec\":{\"tags\":[\"x\"],\"notes\":{\"n\":\"m\"},\"fence\":{\"color\":\"red\"},\"beds\":[{\"name\":\"a\",\"edge\":{\"height\":2}},{\"name\":\"b\"}],\"named\":{\"c\":{\"plants\":3}}}}",
            await GardenProgram.JsonAsync("""
                new("g", "home")
                {
                    Spec = new()
                    {
                        Tags = ["x"], Notes = new Dictionary<string, string> { ["n"] = "m" }, Fence = new() { Color = "red" },
                        Beds = [new() { Name = "a", Edge = new() { Height = 2 } }, new() { Name = "b" }],
                        Named = new Dictionary<string, BedApply> { ["c"] = new() { Plants = 3 } },
                    },
                }
                """));

    [Fact]
    public async Task Metadata_is_set_on_the_form_and_status_apart_from_spec() =>
        Assert.Equal(
            "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Garden\",\"metadata\":{\"name\":\"g\",\"finalizers\":[\"example.com/f\"],\"labels\":{\"l\":\"v\"}},\"status\":{\"phase\":\"Ready\"}}",
            await GardenProgram.JsonAsync("""
                new("g")
                {
                    Metadata = { Labels = new Dictionary<string, string> { ["l"] = "v" }, Finalizers = ["example.com/f"] },
                    Status = new() { Phase = "Ready" },
                }
                """));

    [Fact]
    public async Task A_field_can_be_taken_out_again_and_asked_for()
    {
        var probe = await GardenProgram.MethodAsync("""
            string Fields()
            {
                var spec = new GardenSpecApply { Size = 1, Owner = "o", SoilKind = null };
                var before = string.Join(",", spec.SetFields);
                spec.Unset("size");
                return $"{before} {string.Join(",", spec.SetFields)} {spec.IsSet("size")} {spec.IsSet("soil-kind")}";
            }
            """);

        Assert.Equal("size,owner,soil-kind owner,soil-kind False True", probe.Invoke(null, null));
    }

    [Fact]
    public async Task A_field_nobody_knows_is_refused_by_its_name()
    {
        var probe = await GardenProgram.MethodAsync("""
            string Message()
            {
                try { new GardenSpecApply().IsSet("Size"); return ""; } catch (ArgumentException e) { return e.Message; }
            }
            """);

        Assert.Contains("GardenSpecApply has no field 'Size'. It has title, size, owner", (string)probe.Invoke(null, null)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_read_from_json_writes_the_same_json()
    {
        const string Spec = "{\"title\":null,\"size\":3,\"open\":true,\"area\":7,\"season\":\"Spring\",\"plantedAt\":\"2026-01-31T12:00:00+00:00\",\"tags\":[],\"notes\":null,\"fence\":null,"
            + "\"beds\":[{\"name\":\"a\",\"edge\":{\"height\":2}}],\"named\":{\"c\":{}},\"visitors\":{\"matchLabels\":{}},\"port\":\"http\",\"mood\":\"Calm\"}";
        var probe = await GardenProgram.MethodAsync("""
            string Again(string spec)
            {
                var form = new GardenSpecApply();
                form.ReadFrom(JsonDocument.Parse(spec).RootElement, Garden.Resource.Json.Options);
                return new GardenApply("g", "home") { Spec = form }.ToJson()["spec"]!.ToJsonString(KubernetesJson.Options);
            }
            """);

        Assert.Equal(Spec, probe.Invoke(null, [Spec]));
    }

    [Fact]
    public async Task Forms_are_as_visible_as_their_types_and_generic_ones_are_told_apart()
    {
        var program = await Compiled.FromAsync(ApplySources.Garden, """
            using System.Text.Json.Serialization;
            using Operon.Kubernetes;
            namespace Demo.Inner;
            [KubernetesResource("example.com", "v1")] internal sealed partial record Shed : CustomResource<ShedSpec>;
            internal sealed record ShedSpec { public Pair<int>? A { get; init; } public Pair<Tool>? B { get; init; } public Tool? C { get; init; } }
            internal sealed record Pair<T> { public T? First { get; init; } }
            internal sealed record Tool { public Tool? Handle { get; init; } }
            [JsonSerializable(typeof(Shed))] internal sealed partial class ShedJson : JsonSerializerContext;
            """);

        Assert.Empty(program.Errors);
        Assert.Equal(Microsoft.CodeAnalysis.Accessibility.Internal, program.Compilation.GetTypeByMetadataName("Demo.Inner.ShedApply")!.DeclaredAccessibility);
        Assert.NotNull(program.Compilation.GetTypeByMetadataName("Demo.Inner.PairOfInt32Apply"));
        Assert.NotNull(program.Compilation.GetTypeByMetadataName("Demo.Inner.PairOfToolApply"));
    }

    [Fact]
    public async Task A_type_without_fields_has_a_form_that_owns_the_empty_object()
    {
        var program = await Compiled.FromAsync("""
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            using Operon.Kubernetes;
            namespace Demo;
            [KubernetesResource("example.com", "v1")] public sealed partial record Shed : CustomResource<ShedSpec>;
            public sealed record ShedSpec;
            [JsonSerializable(typeof(Shed))] internal sealed partial class ShedJson : JsonSerializerContext;
            public static class Probe { public static string Json() => new ShedApply("s") { Spec = new() }.ToJson().ToJsonString(KubernetesJson.Options); }
            """);

        Assert.Empty(program.Errors);
        Assert.Equal(
            "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Shed\",\"metadata\":{\"name\":\"s\"},\"spec\":{}}",
            program.Load().GetType("Demo.Probe")!.GetMethod("Json")!.Invoke(null, null));
    }

    [Fact]
    public async Task A_deprecated_version_has_a_form_without_warnings()
    {
        var program = await Compiled.FromAsync("""
            using System.Text.Json.Serialization;
            using Operon.Kubernetes;
            namespace Demo;
            [System.Obsolete("Use v2.")] [KubernetesResource("example.com", "v1")] public sealed partial record Shed : CustomResource<ShedSpec>;
            public sealed record ShedSpec { [System.Obsolete] public int Size { get; init; } }
            #pragma warning disable CS0618
            [JsonSerializable(typeof(Shed))] internal sealed partial class ShedJson : JsonSerializerContext;
            """);

        Assert.DoesNotContain(program.Errors, error => error.Location.SourceTree!.FilePath.Contains("ApplyForms", System.StringComparison.Ordinal));
    }
}
