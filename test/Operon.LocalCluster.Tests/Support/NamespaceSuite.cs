using System.Diagnostics;
using Operon.LocalCluster.Networking;

namespace Operon.LocalCluster.Tests.Support;

/// <summary>
/// Runs the tests that need a cluster's namespace (explicit tests, one class each) by starting this test program again inside
/// a rootless user, network and mount namespace.
/// </summary>
public sealed class NamespaceSuite
{
    public static TheoryData<string> Classes => [.. typeof(NamespaceSuite).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(RunsInNamespaceAttribute), inherit: false))
        .Select(type => type.FullName!)
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Passes_inside_a_rootless_namespace(string testClass)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var problems = await Preflight.CheckAsync(cancellationToken);
        Assert.SkipUnless(problems.Count == 0, string.Join(' ', problems.Select(problem => $"{problem.Message} {problem.Remedy}")));

        var start = new ProcessStartInfo("unshare", [.. NamespaceLauncher.NamespaceArguments, .. Command, "-explicit", "only", "-class", testClass, "-noLogo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[NamespaceLauncher.InsideVariable] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        var report = await output + await error;
        Assert.True(process.ExitCode == 0, report);
        Assert.Contains("Failed: 0", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Total: 0", report, StringComparison.Ordinal);
    }

    private static string[] Command =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
            ? [path]
            : [Environment.ProcessPath!, typeof(NamespaceSuite).Assembly.Location];
}
