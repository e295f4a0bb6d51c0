using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class IncrementalityTests
{
    [Theory]
    [InlineData("Reconcilers")]
    [InlineData("RbacRules")]
    [InlineData("RbacKinds")]
    [InlineData("ApplyForms")]
    public void An_edit_that_changes_no_model_makes_no_step_run_on(string step)
    {
        var before = Compiled.Program(OperatorSources.SecretKeeper, "namespace Demo; public sealed class Other;", ApplySources.Garden);
        var driver = CSharpGeneratorDriver
            .Create([new RbacGenerator().AsSourceGenerator(), new ComponentsGenerator().AsSourceGenerator(), new ApplyGenerator().AsSourceGenerator()], driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(before, TestContext.Current.CancellationToken);
        var other = before.SyntaxTrees[1];
        var after = before.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("namespace Demo; public sealed class Other { public int More; }", Compiled.ParseOptions, other.FilePath, cancellationToken: TestContext.Current.CancellationToken));

        var results = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results;

        var outputs = results.Where(result => result.TrackedSteps.ContainsKey(step)).SelectMany(result => result.TrackedSteps[step]).SelectMany(one => one.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }
}
