using System.Net;
using Microsoft.Extensions.Logging;

namespace Operon.LocalCluster;

/// <summary>How a local cluster listens, stores and runs pods.</summary>
public sealed class LocalClusterOptions
{
    /// <summary>Folder of the store, the keys and the volumes. Null, the default, keeps objects in memory and volumes in a temporary folder that goes with the cluster.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Number of virtual nodes of the simulated agent. Default 3.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Where the API server listens. Default: a free port of 127.0.0.1.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>File descriptor of a listening socket opened by somebody else; used instead of <see cref="Listen"/>.</summary>
    public ulong? ListenHandle { get; init; }

    /// <summary>
    /// More endpoints of the API server, such as 10.96.0.1:443. When there are any, the cluster's own controllers use the first: an inherited
    /// socket may belong to a network this process cannot dial.
    /// </summary>
    public IReadOnlyList<IPEndPoint> AlsoListen { get; init; } = [];

    /// <summary>Endpoint published behind the <c>kubernetes</c> Service; null publishes the first of <see cref="AlsoListen"/>, or the API server's own address.</summary>
    public IPEndPoint? AdvertisedEndpoint { get; init; }

    /// <summary>What runs the pods; null for a <see cref="SimulatedNodeAgent"/> of <see cref="Nodes"/> nodes.</summary>
    public INodeAgent? NodeAgent { get; init; }

    /// <summary>How the API server reaches webhooks that are registered by URL; null opens a TCP connection. See <see cref="Networking.HostDoor"/>.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? UrlDialer { get; init; }

    /// <summary>Whether the built-in controllers and the scheduler run. Default true; false leaves a bare API server.</summary>
    public bool RunControllers { get; init; } = true;

    /// <summary>Where everything logs; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock of server, controllers and agent.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
