using k8s.Models;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Pods;

/// <summary>Turns a container and its image into what the sandbox runs.</summary>
internal static class ContainerSpec
{
    /// <summary>Throws <see cref="ContainerConfigException"/> when something the container refers to is missing.</summary>
    public static async Task<SandboxSpec> BuildAsync(PodContext context, V1Container container, LocalImage image, CancellationToken cancellationToken)
    {
        var pod = context.Pod;
        var host = PodHostName.Of(pod);
        var environment = await new EnvironmentBuilder(context.Services.Api)
            .BuildAsync(pod, container, image.Entry.Env, context.Addresses, host.Short, cancellationToken);
        var command = Command(container, image.Entry).Select(word => VariableExpansion.Expand(word, environment)).ToList();
        if (command.Count == 0)
        {
            throw new ContainerConfigException($"no command specified: neither the container nor the catalogue entry of \"{container.Image}\" names one");
        }

        var terminationLog = context.Directories.TerminationMessage(container.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(terminationLog)!);
        await File.WriteAllBytesAsync(terminationLog, [], cancellationToken);
        var terminationPath = string.IsNullOrEmpty(container.TerminationMessagePath) ? TerminationMessage.DefaultPath : container.TerminationMessagePath;
        return new SandboxSpec
        {
            NetworkNamespace = context.Network?.NamespacePath,
            HostName = host.Short,
            User = ContainerUser.Of(pod, container, image.Entry),
            Command = command,
            Environment = environment,
            WorkingDirectory = string.IsNullOrEmpty(container.WorkingDir) ? image.Entry.WorkingDirectory : container.WorkingDir,
            Mounts =
            [
                .. image.Mounts,
                .. context.Volumes.Mounts(pod, container, environment),
                new SandboxMount(terminationLog, terminationPath, IsReadOnly: false),
            ],
            EtcDirectory = context.Directories.Etc,
        };
    }

    /// <summary>A container's command replaces the image's entry point and default arguments, its args only the latter.</summary>
    public static IReadOnlyList<string> Command(V1Container container, ImageEntry image)
    {
        if (container.Command is { Count: > 0 } command)
        {
            return [.. command, .. container.Args ?? []];
        }

        return container.Args is { Count: > 0 } args ? [.. image.Entrypoint, .. args] : [.. image.Entrypoint, .. image.Args];
    }
}
