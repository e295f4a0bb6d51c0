using System.CommandLine;
using Operon.Cli.Deploying;
using Operon.Cli.Projects;

namespace Operon.Cli.Commands;

/// <summary><c>operon install</c> and <c>operon uninstall</c>.</summary>
internal static class InstallCommand
{
    public static Command CreateInstall()
    {
        var cluster = new ClusterOptions();
        var command = new Command("install", "Install the project's definitions into a cluster.");
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            await ProjectConfiguration.GenerateAsync(project, Console.Out, cancellationToken);
            var definitions = ProjectConfiguration.Definitions(project);
            await using var client = cluster.Connect(parsed);
            await new ObjectApplier(client, TimeProvider.System, Console.Out).ApplyAsync(definitions, cancellationToken);
            return 0;
        }));
        return command.WithExamples("operon install", "operon install --kubeconfig ~/.local/share/operon/default/kubeconfig");
    }

    public static Command CreateUninstall()
    {
        var cluster = new ClusterOptions();
        var ignoreNotFound = new Option<bool>("--ignore-not-found") { Description = "Leave out what is not there." };
        var command = new Command("uninstall", "Remove the project's definitions from a cluster, and with them all objects of these kinds.") { ignoreNotFound };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var definitions = ProjectConfiguration.Definitions(project);
            await using var client = cluster.Connect(parsed);
            await new ObjectApplier(client, TimeProvider.System, Console.Out).DeleteAsync(definitions, parsed.GetValue(ignoreNotFound), cluster.Patience(parsed), cancellationToken);
            return 0;
        }));
        return command.WithExamples("operon uninstall", "operon uninstall --ignore-not-found");
    }
}
