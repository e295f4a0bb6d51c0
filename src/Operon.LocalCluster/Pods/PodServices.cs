using Microsoft.Extensions.Logging;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Probes;

namespace Operon.LocalCluster.Pods;

/// <summary>What all pods of the agent share.</summary>
internal sealed record PodServices
{
    public required IPodApi Api { get; init; }

    public required ClusterNetwork Network { get; init; }

    public required ImageResolver Images { get; init; }

    public required Prober Prober { get; init; }

    public required string DataDirectory { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>First wait of a crashing container; doubles up to <see cref="LongestBackoff"/>.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often volumes from the API are compared with it.</summary>
    public TimeSpan VolumeRefresh { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told once per image when another version than the asked-for one runs.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Address of the virtual node of that name.</summary>
    public required Func<string, string> NodeAddress { get; init; }
}
