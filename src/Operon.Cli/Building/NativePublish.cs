using System.Runtime.InteropServices;
using Operon.Cli.Projects;

namespace Operon.Cli.Building;

/// <summary>Compiles a project ahead of time: one native executable without debugging symbols.</summary>
internal static class NativePublish
{
    /// <summary>Name of this machine's platform as image configurations write it.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => throw new CommandException($"operators are not built on {other}; use the project's Dockerfile on an amd64 or arm64 machine."),
    };

    private static string RuntimeIdentifier => Architecture == "amd64" ? "linux-x64" : "linux-arm64";

    /// <summary>Publishes into a folder and returns the executable. Throws <see cref="CommandException"/> with the output when it fails.</summary>
    public static async Task<string> RunAsync(OperatorProject project, string folder, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new CommandException("images are built on Linux.\n  remedy: docker buildx build --platform linux/amd64,linux/arm64 . with the project's Dockerfile");
        }

        try
        {
            await DotnetCommand.RunAsync(project.Root, ["publish", project.ProgramProject, "-c", "Release", "-r", RuntimeIdentifier, "-o", folder, "--nologo", "-v", "quiet", "-nodeReuse:false"], cancellationToken);
        }
        catch (CommandException e) when (e.Message.Contains("clang", StringComparison.Ordinal) || e.Message.Contains("Platform linker", StringComparison.Ordinal))
        {
            throw new CommandException($"{e.Message}\n  remedy: sudo apt-get install -y clang zlib1g-dev", e);
        }

        foreach (var symbols in Directory.EnumerateFiles(folder, "*.dbg").Concat(Directory.EnumerateFiles(folder, "*.pdb")).Concat(Directory.EnumerateFiles(folder, "*.xml")))
        {
            File.Delete(symbols);
        }

        var program = Path.Combine(folder, project.Name);
        return File.Exists(program) ? program : throw new CommandException($"{project.ProgramProject} published no executable {project.Name}: set AssemblyName to {project.Name} there.");
    }
}
