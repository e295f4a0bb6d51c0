using System.CommandLine;
using Operon.Cli.Commands;

namespace Operon.Cli;

/// <summary>The <c>operon</c> command.</summary>
internal static class Program
{
    /// <summary>A cluster stops its pods gracefully on SIGTERM; after this time the process ends anyway.</summary>
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(50);

    private static Task<int> Main(string[] args)
    {
        return CreateRoot().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = _stopLimit });
    }

    /// <summary>All commands.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Operon: make, test, run and deploy Kubernetes operators; a Kubernetes cluster in one process.")
        {
            NewCommand.Create(),
            AddCommand.Create(),
            GenerateCommand.Create(),
            InstallCommand.CreateInstall(),
            InstallCommand.CreateUninstall(),
            DeployCommand.CreateDeploy(),
            DeployCommand.CreateUndeploy(),
            DeployCommand.CreateInstaller(),
            UpCommand.Create(),
            DownCommand.Create(),
            StatusCommand.Create(),
            DemoCommand.Create(),
            EtcdCommand.Create(),
            RunCommand.Create(),
            BuildCommand.Create(),
            CompletionCommand.Create(),
            ClusterHostCommand.Create(),
        };
        return root.ShowExamples();
    }
}
