using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>The image of tasks: the operator's own, as its pod names it, unless another one is set.</summary>
internal sealed class TaskImage(IKubernetesClient client, EtcdOperatorOptions options)
{
    private string? _found;

    /// <summary>Throws <see cref="InvalidSpecException"/> that names the remedy when it cannot be known.</summary>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if ((options.Image ?? _found) is { Length: > 0 } known)
        {
            return known;
        }

        var pod = await client.Resource(ResourceKinds.Pod).FindAsync(options.Namespace, options.Identity, cancellationToken);
        var container = pod?.Spec.Containers.FirstOrDefault(container => container.Image.Contains("operator", StringComparison.Ordinal)) ?? pod?.Spec.Containers[0];
        return _found = container?.Image
            ?? throw new InvalidSpecException($"the image of helper pods is not known: there is no pod {options.Namespace}/{options.Identity}; set the operator's environment variable OPERATOR_IMAGE");
    }
}
