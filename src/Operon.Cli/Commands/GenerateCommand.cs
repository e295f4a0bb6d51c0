using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Manifests;
using Operon.Cli.Output;
using Operon.Cli.Projects;

namespace Operon.Cli.Commands;

/// <summary><c>operon generate crd|rbac|webhook|apply|manifests</c>.</summary>
internal static class GenerateCommand
{
    /// <summary>Exit code when <c>--check</c> finds files that are not as the code says.</summary>
    public const int Drift = 2;

    public static Command Create() => new("generate", "Write what follows from the code: definitions, roles, webhook configurations.")
    {
        Of(ManifestKind.All, "Everything below.").WithExamples("operon generate manifests", "operon generate manifests --check", "operon generate manifests --check --output json"),
        Of(ManifestKind.Crd, "CustomResourceDefinitions, to config/crd/bases.").WithExamples("operon generate crd", "operon generate crd --stdout | kubectl apply -f -"),
        Of(ManifestKind.Rbac, "The operator's role, and roles for users of its kinds, to config/rbac.").WithExamples("operon generate rbac --check"),
        Of(ManifestKind.Webhook, "Webhook configurations, to config/webhook/manifests.yaml.").WithExamples("operon generate webhook"),
        Apply().WithExamples("operon generate apply --output /tmp/apply"),
    };

    private static Command Of(ManifestKind kind, string description)
    {
        var check = new Option<bool>("--check") { Description = $"Write nothing; exit code {Drift} when a file is not as the code says." };
        var stdout = new Option<bool>("--stdout") { Description = "Write YAML to the standard output instead of files." };
        var output = new OutputOption();
        var command = new Command(kind.Name, description) { check, stdout };
        output.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var manifests = AssemblyManifests.Read(await ProjectBuild.RunAsync(project, cancellationToken));
            if (parsed.GetValue(stdout))
            {
                var documents = manifests.Where(manifest => kind.Includes(manifest.Path)).SelectMany(manifest => manifest.Documents);
                Console.Write(string.Join("---\n", documents.Select(Kubernetes.Yaml.FromJson)));
                return 0;
            }

            var folder = new ManifestFolder(project.Config);
            var changes = folder.Changes(manifests, kind);
            var isCheck = parsed.GetValue(check);
            if (!isCheck)
            {
                folder.Apply(changes);
            }

            return Report(ManifestFolder.Files(changes), isCheck, output.Of(parsed), parsed.InvocationConfiguration);
        }));
        return command;
    }

    /// <summary>Apply forms are compiled in with every build; this shows their source.</summary>
    private static Command Apply()
    {
        var output = new Option<string?>("--output", "-o") { Description = "Folder to write to. Default: obj/apply of the program's project.", HelpName = "DIR" };
        var command = new Command("apply", "The source of the apply forms, to read: every build generates and compiles them by itself.") { output };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var project = OperatorProject.Find(Directory.GetCurrentDirectory());
            var target = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(project.ProgramFolder, "obj", "apply"));
            var all = Directory.CreateTempSubdirectory("operon-apply-");
            try
            {
                // Into folders of its own: the sources must not become sources of the project's next build.
                await ProjectBuild.RunAsync(
                    project, cancellationToken, "-p:EmitCompilerGeneratedFiles=true", $"-p:CompilerGeneratedFilesOutputPath={all.FullName}/generated", $"-p:OutDir={all.FullName}/bin/", $"-p:IntermediateOutputPath={all.FullName}/obj/");
                Directory.CreateDirectory(target);
                foreach (var file in all.GetFiles("*.cs", SearchOption.AllDirectories).Where(file => file.Name.Contains("Apply", StringComparison.Ordinal)))
                {
                    File.Copy(file.FullName, Path.Combine(target, file.Name), overwrite: true);
                    Console.WriteLine(Path.Combine(target, file.Name));
                }

                return 0;
            }
            finally
            {
                all.Delete(recursive: true);
            }
        }));
        return command;
    }

    /// <summary>Says what was written or, when checking, what drifts; the exit code.</summary>
    public static int Report(IReadOnlyList<FileChange> changes, bool isCheck, OutputFormat format, InvocationConfiguration terminal)
    {
        if (format != OutputFormat.Text)
        {
            StructuredOutput.Write(terminal.Output, format, new JsonObject { ["files"] = FileChange.ToJson(changes) });
        }
        else if (isCheck)
        {
            PrintDrift(changes, terminal.Error);
        }
        else
        {
            foreach (var line in changes.Count == 0 ? ["config/ is as the code says"] : changes.Select(change => change.Text))
            {
                terminal.Output.WriteLine(line);
            }
        }

        return isCheck && changes.Count > 0 ? Drift : 0;
    }

    private static void PrintDrift(IReadOnlyList<FileChange> changes, TextWriter error)
    {
        foreach (var change in changes)
        {
            error.WriteLine($"drifts: {change.Path}{(change.Change == "deleted" ? " (no longer generated)" : "")}");
        }

        if (changes.Count > 0)
        {
            error.WriteLine("  remedy: operon generate manifests");
        }
    }
}
