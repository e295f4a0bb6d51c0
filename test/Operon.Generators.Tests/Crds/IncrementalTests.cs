using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>An edit that does not matter to definitions makes nothing anew.</summary>
public sealed class IncrementalTests
{
    private const string Member = "/// <summary>How many.</summary>\n[Range(1, 5)] public int Size { get; init; } = 1;";

    [Fact]
    public void Code_elsewhere_leaves_every_step_as_it_was()
    {
        var steps = After(program => program.AddSyntaxTrees(Parse("namespace Demo; public sealed class Other { public int Number; }")));
        Assert.Equal(IncrementalStepRunReason.Unchanged, steps.Versions);
        Assert.Equal(IncrementalStepRunReason.Cached, steps.Definitions);
        Assert.All(steps.Outputs, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Moving_lines_and_changing_bodies_leaves_the_definitions_as_they_were()
    {
        var steps = After(program => Replace(program, source => "// moved\n\n" + source.Replace("public int Size", "public int   Size", StringComparison.Ordinal)));
        Assert.Equal(IncrementalStepRunReason.Unchanged, steps.Versions);
        Assert.All(steps.Outputs, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_changed_bound_makes_the_definition_anew()
    {
        var steps = After(program => Replace(program, source => source.Replace("Range(1, 5)", "Range(1, 7)", StringComparison.Ordinal)));
        Assert.Equal(IncrementalStepRunReason.Modified, steps.Versions);
        Assert.Equal(IncrementalStepRunReason.Modified, steps.Definitions);
    }

    [Fact]
    public void A_change_of_a_type_in_another_file_is_seen()
    {
        var steps = After(
            program => program.ReplaceSyntaxTree(program.SyntaxTrees[1], Parse("namespace Demo; public sealed record Limits { public string? Most { get; init; } }")),
            "public Limits? Limits { get; init; }",
            "namespace Demo; public sealed record Limits { public int? Most { get; init; } }");
        Assert.Equal(IncrementalStepRunReason.Modified, steps.Versions);
    }

    [Fact]
    public async Task What_is_made_does_not_depend_on_the_order_of_files()
    {
        var (first, second) = ("namespace Demo; public sealed record Limits { public int? Most { get; init; } }", Schemas.ThingWith("public Limits? Limits { get; init; }"));
        var settings = new ProjectSettings { IsSchemaOnly = true };
        Assert.Equal((await Compiled.FromAsync(settings, first, second)).Manifests, (await Compiled.FromAsync(settings, second, first)).Manifests);
    }

    private static (IncrementalStepRunReason Versions, IncrementalStepRunReason Definitions, IReadOnlyList<IncrementalStepRunReason> Outputs) After(
        Func<CSharpCompilation, CSharpCompilation> edit, string member = Member, params string[] more)
    {
        var before = Compiled.Program([Schemas.ThingWith(member), .. more]);
        var settings = new ProjectSettings();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new CustomResourceGenerator().AsSourceGenerator()], [], Compiled.ParseOptions, settings, new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(before, TestContext.Current.CancellationToken);
        driver = driver.RunGenerators(edit(before), TestContext.Current.CancellationToken);
        var run = driver.GetRunResult().Results.Single();
        return (
            Reason(run.TrackedSteps[CustomResourceGenerator.VersionsStep]),
            Reason(run.TrackedSteps[CustomResourceGenerator.DefinitionsStep]),
            [.. run.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)]);
    }

    private static IncrementalStepRunReason Reason(IEnumerable<IncrementalGeneratorRunStep> steps) => steps.Single().Outputs.Single().Reason;

    private static CSharpCompilation Replace(CSharpCompilation program, Func<string, string> edit) =>
        program.ReplaceSyntaxTree(program.SyntaxTrees[0], Parse(edit(program.SyntaxTrees[0].ToString())));

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, Compiled.ParseOptions, cancellationToken: TestContext.Current.CancellationToken);
}
