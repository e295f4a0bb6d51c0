using System.CommandLine;
using Operon.Cli.Building;
using Operon.Cli.Kustomize;
using Operon.Cli.Projects;

namespace Operon.Cli.Commands;

/// <summary><c>operon build</c>.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var image = new Option<string>("--image") { Description = "Name and tag of the image.", HelpName = "NAME", Required = true };
        var tar = new Option<string?>("--tar") { Description = "Write the image to a tar that docker load, podman load and ctr images import read.", HelpName = "FILE" };
        var push = new Option<bool>("--push") { Description = "Push the image to the registry its name begins with." };
        var baseImage = new Option<string>("--base")
        {
            Description = $"Base image; {ImageBuild.Scratch} makes the image from the program and the libraries of this machine, without any registry.",
            HelpName = "IMAGE",
            DefaultValueFactory = _ => ImageBuild.DefaultBase,
        };
        var command = new Command("build", "Compile the operator to one native program and make its image. Without --tar and --push: for local clusters.") { image, tar, push, baseImage };
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(async () =>
        {
            var name = ImageName.Parse(parsed.GetRequiredValue(image));
            var build = new ImageBuild(OperatorProject.Find(Directory.GetCurrentDirectory()), name, Console.Out);
            var (file, isPushed, from) = (parsed.GetValue(tar), parsed.GetValue(push), parsed.GetRequiredValue(baseImage));
            switch (file, isPushed)
            {
                case (not null, true):
                    throw new CommandException("--tar and --push exclude each other.\n  remedy: build twice, once with each");
                case (null, true) when from == ImageBuild.Scratch:
                    throw new CommandException($"--push does not go with --base {ImageBuild.Scratch}.\n  remedy: --tar image.tar --base {ImageBuild.Scratch}, then: skopeo copy docker-archive:image.tar docker://{name}");
                case (null, true):
                    await build.WithSdkAsync(from, tar: null, cancellationToken);
                    break;
                case (not null, false) when from == ImageBuild.Scratch:
                    await build.FromScratchAsync(Path.GetFullPath(file), cancellationToken);
                    break;
                case (not null, false):
                    await build.WithSdkAsync(from, Path.GetFullPath(file), cancellationToken);
                    break;
                default:
                    await build.ForLocalClustersAsync(cancellationToken);
                    break;
            }

            return 0;
        }));
        return command.WithExamples(
            "operon build --image demo:dev",
            "operon build --image registry.example.com/demo:v0.1.0 --push",
            "operon build --image demo:v0.1.0 --tar demo.tar --base scratch && docker load -i demo.tar");
    }
}
