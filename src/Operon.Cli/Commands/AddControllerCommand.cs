using System.CommandLine;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Commands;

/// <summary><c>operon add controller</c>.</summary>
internal static class AddControllerCommand
{
    public static Command Create()
    {
        var kind = new KindOptions();
        var controllerName = new Option<string?>("--controller-name") { Description = "Name of the controller, when a kind has several.", HelpName = "NAME" };
        var command = new Command("controller", "Add a controller of a kind of this project, of Kubernetes or of somebody else.") { controllerName };
        kind.AddTo(command);
        command.SetAction((parsed, _) => Terminal.RunAsync(() =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var scaffold = new Scaffold(project.Root);
            var controller = new ControllerScaffold(project, kind.Existing(parsed, project), parsed.GetValue(controllerName), parsed.GetValue(kind.IsNamespaced));
            controller.Plan(scaffold);
            return Task.FromResult(kind.Finish(parsed, project, scaffold, $"edit the files in src/{project.RootNamespace}/Controllers", "operon generate manifests", "dotnet test"));
        }));
        return command.WithExamples(
            "operon add controller --group apps --version v1 --kind Deployment",
            "operon add controller --group core --version v1 --kind Pod --controller-name pod-labels",
            "operon add controller --group cert-manager.io --version v1 --kind Certificate");
    }
}
