using Xunit;

namespace Operon.Generators.Tests;

/// <summary>The rows of docs/markers.md about properties of the project file.</summary>
public sealed class ProjectOptionTests
{
    [Theory]
    [InlineData("0", null)]
    [InlineData("13", "How many pods...")]
    [InlineData("1000", "How many pods there are.")]
    public async Task CrdMaxDescriptionLength_cuts_descriptions_between_words(string length, string? description)
    {
        var spec = await Schemas.SpecAsync("/// <summary>How many pods there are.</summary>\npublic int Size { get; init; }", settings: With("CrdMaxDescriptionLength", length));
        Assert.Equal(description, (string?)spec["properties"]!["size"]!["description"]);
    }

    [Fact]
    public Task CrdAllowFloatingPoint_allows_numbers_with_fractions() =>
        Schemas.EmitsAsync("[Range(0.5, 1.5)] public double? Ratio { get; init; }", "ratio", """{ "type": "number", "format": "double", "minimum": 0.5, "maximum": 1.5 }""", settings: With("CrdAllowFloatingPoint", "true"));

    [Fact]
    public async Task CrdFieldDefault_makes_numbers_without_initializer_required()
    {
        const string Members = "public int Size { get; init; } public int? Most { get; init; } public int Least { get; init; } = 1;";
        Assert.Null((await Schemas.SpecAsync(Members))["required"]);
        Schemas.Equal("""["size"]""", (await Schemas.SpecAsync(Members, settings: With("CrdFieldDefault", "required")))["required"]);
    }

    [Fact]
    public async Task RootNamespace_is_where_the_definitions_go()
    {
        var program = await Schemas.CompileAsync(Schemas.ThingWith("public int Size { get; init; }"), With("RootNamespace", "Shop.Operator"));
        Assert.NotNull(program.Compilation.GetTypeByMetadataName("Shop.Operator.CustomResourceDefinitions"));
    }

    private static ProjectSettings With(string property, string value)
    {
        var settings = new ProjectSettings { IsSchemaOnly = true };
        settings.Properties[property] = value;
        return settings;
    }
}
