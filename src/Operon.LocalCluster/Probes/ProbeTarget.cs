using k8s.Models;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Probes;

/// <summary>What a probe or hook acts on.</summary>
/// <param name="Address">The pod's address.</param>
/// <param name="Container">Its definition, for named ports.</param>
/// <param name="Process">Its running process.</param>
internal sealed record ProbeTarget(string Address, V1Container Container, SandboxProcess Process)
{
    /// <summary>The number of a port given by number or by name; throws <see cref="ArgumentException"/> for an unknown name.</summary>
    public int Port(string port)
    {
        if (int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return Container.Ports?.FirstOrDefault(candidate => candidate.Name == port)?.ContainerPort
            ?? throw new ArgumentException($"the container has no port named \"{port}\"", nameof(port));
    }
}
