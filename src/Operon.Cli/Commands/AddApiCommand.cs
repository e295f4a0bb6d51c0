using System.CommandLine;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Commands;

/// <summary><c>operon add api</c>.</summary>
internal static class AddApiCommand
{
    public static Command Create()
    {
        var kind = new KindOptions();
        var resource = new Option<bool>("--resource") { Description = "Write the types of the kind.", DefaultValueFactory = _ => true };
        var controller = new Option<bool>("--controller") { Description = "Write a controller for it.", DefaultValueFactory = _ => true };
        var controllerName = new Option<string?>("--controller-name") { Description = "Name of the controller, when a kind has several.", HelpName = "NAME" };
        var command = new Command("api", "Add a kind: its types, a sample, a controller and a test.") { resource, controller, controllerName };
        kind.AddTo(command);
        command.SetAction((parsed, _) => Terminal.RunAsync(() =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var name = kind.Own(parsed, project);
            var isNamespaced = parsed.GetValue(kind.IsNamespaced);
            if (project.File.Find(name.FullGroup, name.Version, name.Kind) is { HasApi: true } && parsed.GetValue(resource) && !parsed.GetValue(kind.Force))
            {
                throw new CommandException(
                    $"PROJECT: the project has {name.Kind} of {name.FullGroup}/{name.Version} already.\n  remedy: operon add controller for another controller of it, or --force to write its files again");
            }

            var scaffold = new Scaffold(project.Root);
            if (parsed.GetValue(resource))
            {
                new ApiScaffold(project, name, isNamespaced).Plan(scaffold);
            }

            if (parsed.GetValue(controller))
            {
                new ControllerScaffold(project, name, parsed.GetValue(controllerName), isNamespaced).Plan(scaffold);
            }

            return Task.FromResult(kind.Finish(
                parsed, project, scaffold, $"edit src/{project.RootNamespace}/Api/{KindTokens.Version(name.Version)}/{name.Kind}Spec.cs", "operon generate manifests", "dotnet test", "operon run --local"));
        }));
        return command.WithExamples(
            "operon add api --group cache.example.com --version v1alpha1 --kind Memcached",
            "operon add api --group crew --version v1 --kind Admiral --plural admirales --namespaced=false",
            "operon add api --group crew --version v2 --kind Captain --controller=false");
    }
}
