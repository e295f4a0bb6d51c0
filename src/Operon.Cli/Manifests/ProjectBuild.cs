using Operon.Cli.Projects;

namespace Operon.Cli.Manifests;

/// <summary>Builds a project and says where its program is.</summary>
internal static class ProjectBuild
{
    /// <summary>The built assembly. Throws <see cref="CommandException"/> with the compiler's output when it does not build.</summary>
    public static async Task<string> RunAsync(OperatorProject project, CancellationToken cancellationToken, params IReadOnlyList<string> properties)
    {
        if (!File.Exists(project.ProgramProject))
        {
            throw new CommandException($"{project.ProgramProject} is missing: PROJECT names the project {project.Name}.\n  remedy: name its folder and file {project.RootNamespace}, or mend projectName in PROJECT");
        }

        var output = await DotnetCommand.RunAsync(
            project.Root,
            ["msbuild", project.ProgramProject, "-restore", "-t:Build", "-getProperty:TargetPath", "-nologo", "-nodeReuse:false", .. properties],
            cancellationToken);
        var path = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(line => line.EndsWith(".dll", StringComparison.Ordinal));
        return path is not null && File.Exists(path) ? path : throw new CommandException($"the build of {project.ProgramProject} made no assembly:\n{output.TrimEnd()}");
    }
}
