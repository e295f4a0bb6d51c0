using System.CommandLine;
using Operon.Cli.Deploying;
using Operon.Cli.Projects;

namespace Operon.Cli.Commands;

/// <summary><c>operon deploy</c>, <c>operon undeploy</c> and <c>operon build-installer</c>.</summary>
internal static class DeployCommand
{
    public static Command CreateDeploy()
    {
        var cluster = new ClusterOptions();
        var image = Image("Image of the operator; written to config/manager/kustomization.yaml. Default: the one that is there.");
        var noWait = new Option<bool>("--no-wait") { Description = "Do not wait until the operator is ready." };
        var command = new Command("deploy", "Put the operator into a cluster: everything of config/default, applied server-side.") { image, noWait };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            await ProjectConfiguration.GenerateAsync(project, Console.Out, cancellationToken);
            var objects = ProjectConfiguration.Default(project, parsed.GetValue(image));
            await using var client = cluster.Connect(parsed);
            await new ObjectApplier(client, TimeProvider.System, Console.Out).ApplyAsync(objects, cancellationToken);
            if (!parsed.GetValue(noWait))
            {
                await new Rollout(client, TimeProvider.System, Console.Out).WaitAsync(objects, cluster.Patience(parsed), cancellationToken);
            }

            return 0;
        }));
        return command.WithExamples("operon deploy --image registry.example.com/demo:v0.1.0", "operon build --image demo:dev && operon deploy --image demo:dev   # on a local cluster");
    }

    public static Command CreateUndeploy()
    {
        var cluster = new ClusterOptions();
        var ignoreNotFound = new Option<bool>("--ignore-not-found") { Description = "Leave out what is not there." };
        var command = new Command("undeploy", "Remove what deploy made: the operator, its definitions, and with them all objects of its kinds.") { ignoreNotFound };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var objects = ProjectConfiguration.Default(project, image: null);
            await using var client = cluster.Connect(parsed);
            await new ObjectApplier(client, TimeProvider.System, Console.Out).DeleteAsync(objects, parsed.GetValue(ignoreNotFound), cluster.Patience(parsed), cancellationToken);
            return 0;
        }));
        return command.WithExamples("operon undeploy", "operon undeploy --ignore-not-found");
    }

    public static Command CreateInstaller()
    {
        var image = Image("Image of the operator; written to config/manager/kustomization.yaml. Default: the one that is there.");
        var output = new Option<string?>("--output", "-o") { Description = "File to write. Default: dist/install.yaml; - for the standard output.", HelpName = "FILE" };
        var command = new Command("build-installer", "Write everything of config/default into one file for kubectl apply -f.") { image, output };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            await ProjectConfiguration.GenerateAsync(project, Console.Error, cancellationToken);
            var text = string.Join("---\n", ProjectConfiguration.Default(project, parsed.GetValue(image)).Select(Kubernetes.Yaml.FromJson));
            if (parsed.GetValue(output) == "-")
            {
                Console.Write(text);
                return 0;
            }

            var file = Path.GetFullPath(parsed.GetValue(output) ?? project.Path("dist", "install.yaml"));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancellationToken);
            Console.WriteLine($"  written  {file}");
            return 0;
        }));
        return command.WithExamples("operon build-installer --image registry.example.com/demo:v0.1.0", "operon build-installer --output - | kubectl apply --server-side -f -");
    }

    private static Option<string?> Image(string description) => new("--image") { Description = description, HelpName = "NAME" };
}
