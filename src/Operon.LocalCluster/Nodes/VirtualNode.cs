using System.Net;

namespace Operon.LocalCluster.Nodes;

/// <summary>One of the nodes this process plays.</summary>
/// <param name="Number">From 1.</param>
internal sealed record VirtualNode(int Number)
{
    public string Name => FormattableString.Invariant($"operon-node-{Number}");

    /// <summary>Its address on the bridge, below those of pods.</summary>
    public IPAddress Address => IPAddress.Parse(FormattableString.Invariant($"10.77.0.{10 + Number}"));

    /// <summary>Failure domains a, b, c, a, ...</summary>
    public string Zone => "operon-" + (char)('a' + ((Number - 1) % 3));
}
