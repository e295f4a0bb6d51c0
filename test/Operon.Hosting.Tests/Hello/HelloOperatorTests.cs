using System.Globalization;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class HelloOperatorTests
{
    [Fact]
    public async Task The_example_makes_a_Deployment_a_status_and_an_event_with_the_rights_of_its_manifest_and_stops_on_SIGTERM() =>
        await HelloScenario.PlayAsync("dotnet", Assembly());

    [Fact]
    public async Task Wrong_options_are_said_by_name_and_exit_with_1()
    {
        await using var running = new RunningProgram("dotnet", [Assembly(), "--metrics-adress=:8080", "--concurrency=none"]);
        Assert.Equal(1, await running.ExitAsync());
        Assert.Contains("--metrics-adress is not an option; did you mean --metrics-address?", running.Output, StringComparison.Ordinal);
        Assert.Contains("Concurrency: \"none\" is not a whole number of at least 1 (--concurrency, OPERON_CONCURRENCY or Operator:Concurrency", running.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_kubeconfig_is_named_and_exits_with_1()
    {
        await using var running = new RunningProgram("dotnet", [Assembly(), "--kubeconfig", "/nowhere/kubeconfig"]);
        Assert.Equal(1, await running.ExitAsync());
        Assert.Contains("/nowhere/kubeconfig", running.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", running.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_options_and_exits_with_0()
    {
        await using var running = new RunningProgram("dotnet", [Assembly(), "--help"]);
        Assert.Equal(0, await running.ExitAsync());
        Assert.Contains("--leader-election", running.Output, StringComparison.Ordinal);
        Assert.Contains("OPERON_METRICS_ADDRESS", running.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_shorter_than_60_lines()
    {
        var lines = File.ReadAllLines(Path.Combine(HelloScenario.Repository, "examples", "hello-operator", "Program.cs")).Length;
        Assert.True(lines < 60, string.Create(CultureInfo.InvariantCulture, $"{lines} lines"));
    }

    // Built in the same configuration as this test.
    private static string Assembly()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(HelloScenario.Repository, "examples", "hello-operator", "bin", configuration, "net10.0", "hello-operator.dll");
    }
}
