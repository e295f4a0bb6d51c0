using System.Globalization;
using Operon.Hosting.Tests;
using Xunit;

namespace Operon.AotTests;

/// <summary>One after the other: both compile the same libraries.</summary>
[Collection(nameof(NativeOperatorTests))]
public sealed class NativeOperatorTests
{
    [Fact]
    public async Task The_example_compiled_ahead_of_time_without_a_warning_does_all_that_it_does_elsewhere()
    {
        var program = await new NativeProgram("examples/hello-operator", "hello-operator", []).PublishAsync();

        // Of the official models it holds those of the kinds it names, a Deployment's, and no Ingress.
        Assert.True(await NativeProgram.HoldsAsync(program, "terminationGracePeriodSeconds"));
        Assert.False(await NativeProgram.HoldsAsync(program, "ingressClassName"), "The program holds models of kinds it does not name: something uses KubernetesJson.Options.");
        var figures = await HelloScenario.PlayAsync(program);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"native: {new FileInfo(program).Length / 1e6:0.0} MB on disk, {figures.ResidentBytes / 1e6:0.0} MB resident, Deployment after {figures.ToFirstDeployment.TotalMilliseconds:0} ms"));
    }
}
