using EndToEnd.Clusters;
using Operon.Cli.Clusters;

namespace EndToEnd.Tutorials;

/// <summary>docs/getting-started.md, followed by a reader who types what it says and compares what it shows.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class GettingStartedTests
{
    [Fact]
    public async Task The_page_does_what_it_says()
    {
        var folder = Directory.CreateTempSubdirectory("operon-tutorial-").FullName;
        var steps = TutorialPage.Read(await File.ReadAllTextAsync(Path.Combine(TestCluster.Repository, "docs/getting-started.md"), TestContext.Current.CancellationToken));
        Assert.True(steps.OfType<TutorialStep.Run>().Count(step => step.Output is not null) >= 5, "the page shows too little to be compared");
        var reader = new TutorialReader(folder, Environment(folder));
        try
        {
            foreach (var step in steps)
            {
                await reader.FollowAsync(step);
            }
        }
        finally
        {
            await reader.DisposeAsync();
            await TestCluster.OperonAsync("down", "--delete", "--data", Path.Combine(folder, ".local/share/operon/default"));
            Directory.Delete(folder, recursive: true);
        }
    }

    // The reader's machine: `operon` is this build's, `kubectl` the one of the tests, and the cluster's data are out of everybody else's way.
    private static Dictionary<string, string> Environment(string folder)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var operon = Path.Combine(bin, "operon");
        File.WriteAllText(operon, $"#!/bin/sh\nexec '{DotnetHost.Program}' '{Path.Combine(AppContext.BaseDirectory, "operon.dll")}' \"$@\"\n");
        File.SetUnixFileMode(operon, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var kubectl = System.Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } given ? given : "/usr/bin/kubectl";
        return new Dictionary<string, string>
        {
            ["PATH"] = $"{bin}:{Path.GetDirectoryName(kubectl)}:{Path.GetDirectoryName(DotnetHost.Program)}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = folder,
            ["NUGET_PACKAGES"] = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            ["XDG_DATA_HOME"] = "",
        };
    }
}
