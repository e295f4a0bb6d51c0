using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Property initializers are the defaults users see.</summary>
public sealed class InitializerTests
{
    private const string Types = """
        [JsonConverter(typeof(JsonStringEnumConverter<Mode>))] public enum Mode { Fast, [JsonStringEnumMemberName("read-only")] ReadOnly }
        public sealed record Limits { public int Least { get; init; } = 1; public string? Note { get; init; } public Mode Mode { get; init; } }
        public sealed record Pair(string Left, int Right = 3);
        public static class Known { public const int Size = 7; }
        """;

    [Theory]
    [InlineData("int Size", "1", "1")]
    [InlineData("int Size", "2 + 3 * 4", "14")]
    [InlineData("int Size", "Known.Size", "7")]
    [InlineData("int Size", "-5", "-5")]
    [InlineData("long Size", "5_000_000_000", "5000000000")]
    [InlineData("bool Size", "true", "true")]
    [InlineData("bool Size", "false", "false")]
    [InlineData("string Size", "\"a\" + \"b\"", "\"ab\"")]
    [InlineData("string Size", "nameof(Known)", "\"Known\"")]
    [InlineData("Mode Size", "Mode.ReadOnly", "\"read-only\"")]
    [InlineData("Limits Size", "new()", "{}")]
    [InlineData("Limits Size", "new() { Note = \"x\", Mode = Mode.Fast }", "{\"mode\":\"Fast\",\"note\":\"x\"}")]
    [InlineData("Pair Size", "new(\"a\")", "{\"left\":\"a\"}")]
    [InlineData("Pair Size", "new(Right: 4, Left: \"b\")", "{\"left\":\"b\",\"right\":4}")]
    [InlineData("IReadOnlyList<string> Size", "[\"a\", \"b\"]", "[\"a\",\"b\"]")]
    [InlineData("string[] Size", "new[] { \"a\" }", "[\"a\"]")]
    [InlineData("List<int> Size", "new() { 1, 2 }", "[1,2]")]
    [InlineData("Dictionary<string, int> Size", "new() { [\"a\"] = 1 }", "{\"a\":1}")]
    [InlineData("TimeSpan Size", "TimeSpan.FromMinutes(90)", "\"1h30m0s\"")]
    [InlineData("TimeSpan Size", "TimeSpan.FromMilliseconds(250)", "\"250ms\"")]
    [InlineData("Uri Size", "new(\"https://example.com\")", "\"https://example.com\"")]
    [InlineData("IntOrString Size", "\"25%\"", "\"25%\"")]
    [InlineData("ResourceQuantity Size", "new(\"1Gi\")", "\"1Gi\"")]
    public async Task A_readable_initializer_is_the_default(string property, string initializer, string json)
    {
        var size = await SizeAsync($"public {property} {{ get; init; }} = {initializer};");
        Schemas.Equal(json, size["default"]);
    }

    [Theory]
    [InlineData("string Size", "\"\"")]
    [InlineData("string Size", "string.Empty")]
    [InlineData("IReadOnlyList<string> Size", "[]")]
    [InlineData("Dictionary<string, int> Size", "new()")]
    [InlineData("ImmutableArray<int> Size", "ImmutableArray<int>.Empty")]
    [InlineData("string[] Size", "Array.Empty<string>()")]
    [InlineData("string? Size", "null")]
    public async Task What_is_empty_is_no_default_since_an_absent_field_is_the_same(string property, string initializer) =>
        Assert.Null((await SizeAsync($"public {property} {{ get; init; }} = {initializer};"))["default"]);

    [Theory]
    [InlineData("int Size", "Environment.ProcessorCount")]
    [InlineData("string Size", "Guid.NewGuid().ToString()")]
    [InlineData("IReadOnlyList<string> Size", "[.. Environment.GetLogicalDrives()]")]
    public async Task What_cannot_be_read_is_left_out_and_told(string property, string initializer)
    {
        var member = $"public {property} {{ get; init; }} = {initializer};";
        Assert.Null((await SizeAsync(member))["default"]);
        Assert.Single(await Found.InSpecAsync("OP0023", member, Types));
    }

    [Fact]
    public async Task A_field_with_a_default_is_not_required()
    {
        var spec = await Schemas.SpecAsync("public string Size { get; init; } = \"a\"; public IReadOnlyList<string> Names { get; init; } = [];");
        Assert.Null(spec["required"]);
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> SizeAsync(string member) => (await Schemas.SpecAsync(member, Types))["properties"]!["size"]!.AsObject();
}
