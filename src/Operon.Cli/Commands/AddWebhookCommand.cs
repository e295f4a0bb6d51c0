using System.CommandLine;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Commands;

/// <summary><c>operon add webhook</c>.</summary>
internal static class AddWebhookCommand
{
    public static Command Create()
    {
        var kind = new KindOptions();
        var defaulting = new Option<bool>("--defaulting") { Description = "Fill in fields before an object is stored." };
        var validation = new Option<bool>("--programmatic-validation") { Description = "Refuse objects that are not as they should be." };
        var conversion = new Option<bool>("--conversion") { Description = "Translate other versions (--spoke) of the kind to and from this one." };
        var spoke = new Option<string[]>("--spoke") { Description = "A version translated to and from this one; once or several times, or v1,v2.", HelpName = "VERSION", AllowMultipleArgumentsPerToken = false };
        var command = new Command("webhook", "Add webhooks of a kind of this project, of Kubernetes or of somebody else.") { defaulting, validation, conversion, spoke };
        kind.AddTo(command);
        command.SetAction((parsed, _) => Terminal.RunAsync(() =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            IReadOnlyList<string> spokes = [.. (parsed.GetValue(spoke) ?? []).SelectMany(one => one.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            Check(parsed.GetValue(defaulting) || parsed.GetValue(validation), parsed.GetValue(conversion), spokes);
            var scaffold = new Scaffold(project.Root);
            new WebhookScaffold(project, kind.Existing(parsed, project))
            {
                HasDefaulting = parsed.GetValue(defaulting),
                HasValidation = parsed.GetValue(validation),
                Spokes = spokes,
                IsNamespaced = parsed.GetValue(kind.IsNamespaced),
            }.Plan(scaffold);
            return Task.FromResult(kind.Finish(parsed, project, scaffold, $"edit the files in src/{project.RootNamespace}/Webhooks", "operon generate manifests", "dotnet test", "operon run --local"));
        }));
        return command.WithExamples(
            "operon add webhook --group cache.example.com --version v1alpha1 --kind Memcached --defaulting --programmatic-validation",
            "operon add webhook --group crew --version v1 --kind Captain --conversion --spoke v2",
            "operon add webhook --group core --version v1 --kind Pod --defaulting");
    }

    private static void Check(bool hasAdmission, bool hasConversion, IReadOnlyList<string> spokes)
    {
        if (!hasAdmission && !hasConversion)
        {
            throw new CommandException("say what the webhook is for.\n  remedy: at least one of --defaulting, --programmatic-validation and --conversion --spoke VERSION");
        }

        if (hasConversion != spokes.Count > 0)
        {
            throw new CommandException("--conversion and --spoke belong together.\n  remedy: --conversion --spoke VERSION, where --version is the version everything is stored in");
        }
    }
}
