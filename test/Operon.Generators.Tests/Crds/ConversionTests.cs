using Xunit;

namespace Operon.Generators.Tests;

public sealed class ConversionTests
{
    private const string Versions = """
        [KubernetesResource("demo.example.com", "v1", Storage = true)] public sealed partial record Thing : CustomResource<ThingSpec>;
        [KubernetesResource("demo.example.com", "v1alpha1", Kind = "Thing")] public sealed partial record OldThing : CustomResource<ThingSpec>;
        public sealed record ThingSpec;
        [JsonSerializable(typeof(Thing)), JsonSerializable(typeof(OldThing))] internal sealed partial class DemoJson : JsonSerializerContext;
        """;

    // The interface as the webhook library has it, so that this test does not need the library.
    private const string Interface = "\nnamespace Operon.Webhooks { public interface IConverter<TSpoke, THub>; }";

    [Fact]
    public async Task A_converter_makes_the_definition_convert_by_webhook()
    {
        var program = await Compiled.FromAsync(new ProjectSettings { IsSchemaOnly = true }, Converted("public sealed class ThingConverter : Operon.Webhooks.IConverter<OldThing, Thing>;"));
        Schemas.Equal(
            """
            {
              "strategy": "Webhook",
              "webhook": {
                "clientConfig": { "service": { "name": "webhook-service", "namespace": "system", "path": "/convert" } },
                "conversionReviewVersions": ["v1"]
              }
            }
            """, program.Definition()["spec"]!["conversion"]);
    }

    [Fact]
    public async Task Without_a_converter_the_definition_says_nothing() => Assert.Null(
        (await Schemas.CompileAsync(Converted(""), new ProjectSettings { IsSchemaOnly = true })).Definition()["spec"]!["conversion"]);

    private static string Converted(string converter) =>
        Schemas.File(Versions + converter).Replace("namespace Demo;", "namespace Demo {", StringComparison.Ordinal) + "}" + Interface;
}
