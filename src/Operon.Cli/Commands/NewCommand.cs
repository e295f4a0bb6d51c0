using System.CommandLine;
using Operon.Cli.Packages;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Commands;

/// <summary><c>operon new NAME</c>.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the project: lower-case letters, digits and dashes. Its objects are in the namespace NAME-system." };
        var domain = new Option<string>("--domain") { Description = "Domain of the API groups.", HelpName = "DOMAIN", DefaultValueFactory = _ => "example.com" };
        var isNamespaced = new Option<bool>("--namespaced") { Description = "The operator watches only the namespace it runs in, and has rights only there." };
        var license = new Option<string>("--license") { Description = $"License header of source files: {string.Join(", ", LicenseHeader.Known)}.", HelpName = "NAME", DefaultValueFactory = _ => "none" };
        var output = new Option<string?>("--output", "-o") { Description = "Folder to write to. Default: NAME.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Write into a folder that is not empty, over files that are there." };
        var command = new Command("new", "Make a new operator project.") { name, domain, isNamespaced, license, output, force };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = parsed.GetRequiredValue(name);
            Projects.Names.CheckProject(project);
            var folder = Path.GetFullPath(parsed.GetValue(output) ?? project);
            ProjectScaffold.CheckFolder(folder, parsed.GetValue(force));
            var packages = await LocalPackages.EnsureAsync(Console.Out, cancellationToken);
            var scaffold = new ProjectScaffold
            {
                Name = project,
                Domain = parsed.GetRequiredValue(domain),
                IsNamespaced = parsed.GetValue(isNamespaced),
                License = parsed.GetRequiredValue(license),
                Packages = packages,
            };
            scaffold.Write(folder, parsed.GetValue(force), Console.Out);
            Console.WriteLine();
            Console.WriteLine($"{project} is in {folder}. Next:");
            Console.WriteLine($"  cd {Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)}");
            Console.WriteLine($"  operon add api --group {scaffold.Domain} --version v1 --kind Guestbook");
            return 0;
        }));
        return command.WithExamples("operon new demo", "operon new cache-operator --domain cache.example.com --license apache2", "operon new demo --namespaced --output ~/src/demo");
    }
}
