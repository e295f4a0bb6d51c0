using Operon.Cli.Kustomize;
using Operon.Cli.Projects;

namespace Operon.Cli.Building;

/// <summary>Builds the image of a project's operator.</summary>
internal sealed class ImageBuild(OperatorProject project, ImageName image, TextWriter output)
{
    /// <summary>The base image of .NET's own for native programs: no shell, a user without rights.</summary>
    public const string DefaultBase = "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled";

    /// <summary>A base of nothing: the image is made of the program and the libraries of this machine.</summary>
    public const string Scratch = "scratch";

    /// <summary>For local clusters only: no archive and no registry.</summary>
    public Task ForLocalClustersAsync(CancellationToken cancellationToken) => WithProgramAsync((folder, program) => RegisterAsync(folder, program), cancellationToken);

    /// <summary>A tar of an image that is made from nothing.</summary>
    public Task FromScratchAsync(string tar, CancellationToken cancellationToken) => WithProgramAsync(
        async (folder, program) =>
        {
            await RegisterAsync(folder, program);
            var layerFile = Path.GetTempFileName();
            try
            {
                await using var layer = new FileStream(layerFile, FileMode.Create, FileAccess.ReadWrite);
                await RootFilesystem.WriteAsync(layer, folder, program, cancellationToken);
                layer.Position = 0;
                Directory.CreateDirectory(Path.GetDirectoryName(tar)!);
                await ImageArchive.WriteAsync(tar, image, layer, $"/app/{Path.GetFileName(program)}", cancellationToken);
            }
            finally
            {
                File.Delete(layerFile);
            }

            await output.WriteLineAsync($"  written  {tar} ({new FileInfo(tar).Length / (1024 * 1024.0):0.0} MiB)");
        },
        cancellationToken);

    /// <summary>By the container support of .NET's SDK, on a base image of a registry: to a tar, or pushed to the registry the name begins with.</summary>
    public async Task WithSdkAsync(string baseImage, string? tar, CancellationToken cancellationToken)
    {
        var slash = image.Name.IndexOf('/', StringComparison.Ordinal);
        var hasRegistry = slash > 0 && image.Name[..slash].IndexOfAny(['.', ':']) > 0;
        List<string> properties =
        [
            $"-p:ContainerBaseImage={baseImage}",
            $"-p:ContainerRepository={(hasRegistry ? image.Name[(slash + 1)..] : image.Name)}",
            $"-p:ContainerImageTag={image.Tag ?? "latest"}",
        ];
        if (tar is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(tar)!);
            properties.Add($"-p:ContainerArchiveOutputPath={tar}");
        }
        else
        {
            properties.Add($"-p:ContainerRegistry={(hasRegistry ? image.Name[..slash] : throw new CommandException($"--push: the image {image} names no registry.\n  remedy: --image registry.example.com/{image}"))}");
        }

        try
        {
            await DotnetCommand.RunAsync(project.Root, ["publish", project.ProgramProject, "-c", "Release", "-r", NativePublish.Architecture == "amd64" ? "linux-x64" : "linux-arm64", "-t:PublishContainer", "--nologo", "-nodeReuse:false", .. properties], cancellationToken);
        }
        catch (CommandException e) when (tar is not null)
        {
            throw new CommandException($"{e.Message}\n  remedy: without a registry to take {baseImage} from, build the image from the libraries of this machine: --base {Scratch}", e);
        }

        await output.WriteLineAsync(tar is null ? $"  pushed   {image}" : $"  written  {tar}");
    }

    private Task RegisterAsync(string folder, string program)
    {
        new LocalImages(Clusters.DataDirectory.Images).Add(image, folder, program);
        return output.WriteLineAsync($"  known    {image} in local clusters of this user");
    }

    private async Task WithProgramAsync(Func<string, string, Task> use, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("operon-build-");
        try
        {
            await output.WriteLineAsync("compiling ahead of time ...");
            var program = await NativePublish.RunAsync(project, folder.FullName, cancellationToken);
            await output.WriteLineAsync($"  built    {Path.GetFileName(program)} ({new FileInfo(program).Length / (1024 * 1024.0):0.0} MiB)");
            await use(folder.FullName, program);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
