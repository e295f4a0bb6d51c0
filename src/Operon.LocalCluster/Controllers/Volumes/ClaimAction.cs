using k8s.Models;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>The next step of a claim.</summary>
internal abstract record ClaimAction
{
    private ClaimAction()
    {
    }

    /// <summary>Nothing to do until something changes.</summary>
    public sealed record Wait(string? Reason, string? Message) : ClaimAction;

    /// <summary>Give a claim without a class the default one.</summary>
    public sealed record UseClass(string Name) : ClaimAction;

    /// <summary>Join claim and volume, both ways.</summary>
    public sealed record Bind(V1PersistentVolume Volume) : ClaimAction;

    /// <summary>Make a folder and a volume for the claim; the node is null when any will do.</summary>
    public sealed record Provision(V1StorageClass Class, string? Node) : ClaimAction;

    /// <summary>Give the bound volume, a folder without a limit, the size the claim asks for.</summary>
    public sealed record Grow(V1PersistentVolume Volume) : ClaimAction;

    /// <summary>The bound volume is gone: the data is lost.</summary>
    public sealed record Lose : ClaimAction;

    /// <summary>A deleted claim nobody uses any more.</summary>
    public sealed record Release : ClaimAction;
}
