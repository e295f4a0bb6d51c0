using System.Diagnostics;
using EndToEnd.Clusters;
using Operon.Cli.Clusters;

namespace EndToEnd.Sdk;

/// <summary>A project an author makes in an empty folder, with a NuGet cache and local clusters of its own.</summary>
internal sealed class OperatorProject : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);
    private readonly string _folder = Directory.CreateTempSubdirectory("operon-author-").FullName;

    private OperatorProject()
    {
    }

    public string Root => Path.Combine(_folder, "demo");

    public DataDirectory Cluster => new(Path.Combine(_folder, "share", "operon", "default"));

    private Dictionary<string, string> Environment => new()
    {
        ["XDG_DATA_HOME"] = Path.Combine(_folder, "share"),
        ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
        ["KUBECONFIG"] = Cluster.Kubeconfig,
    };

    public static async Task<OperatorProject> CreateAsync()
    {
        var project = new OperatorProject();
        await project.RunAsync(DotnetHost.Program, project._folder, DotnetHost.Assembly("operon.dll"), "new", "demo");
        await project.OperonAsync("add", "api", "--group", "demo.example.com", "--version", "v1", "--kind", "Guestbook");
        return project;
    }

    public Task<string> OperonAsync(params string[] arguments) => RunAsync(DotnetHost.Program, Root, [DotnetHost.Assembly("operon.dll"), .. arguments]);

    /// <summary>Whatever its exit code.</summary>
    public Task<CommandResult> TryOperonAsync(params string[] arguments) =>
        Command.RunAsync(DotnetHost.Program, [DotnetHost.Assembly("operon.dll"), .. arguments], Environment, limit: _limit, directory: Root);

    public Task<string> DotnetAsync(params string[] arguments) => RunAsync(DotnetHost.Program, Root, arguments);

    public Task<string> KubectlAsync(params string[] arguments) => RunAsync(System.Environment.GetEnvironmentVariable("KUBECTL") ?? "kubectl", Root, arguments);

    /// <summary>Starts a command that runs until it is asked to stop.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Program, [DotnetHost.Assembly("operon.dll"), .. arguments]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await ClusterProcess.StopAsync(Cluster, CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        var result = await Command.RunAsync(program, arguments, Environment, limit: _limit, directory: directory);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
