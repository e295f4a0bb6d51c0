namespace Operon.Etcd.Planning;

/// <summary>What of the spec a pod was made from.</summary>
/// <param name="Config">Stands for everything that cannot be changed in place; empty when unknown.</param>
/// <param name="Repository">Image name without tag. Not read from the image itself: mirrors rewrite that.</param>
internal sealed record AppliedSpec(string Config, string Repository)
{
    /// <summary>Its labels and annotations are those of the spec.</summary>
    public bool HasMetadata { get; init; } = true;

    /// <summary>Version of its image; null when unknown. A pod whose version is another one waits to be made anew with it.</summary>
    public EtcdVersion? Image { get; init; }
}
