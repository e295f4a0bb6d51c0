using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.Kubernetes;

namespace Operon.Etcd;

/// <summary>How an etcd operator runs in this process.</summary>
public sealed record EtcdOperatorOptions
{
    /// <summary>Connection to the cluster. Stays the caller's to dispose of.</summary>
    public required IKubernetesClient Client { get; init; }

    /// <summary>The operator's own namespace: where its Lease lives and, unless <see cref="ClusterWide"/>, the only one it works in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of this replica: holder of the Lease and source of Events. In a pod, the pod's name.</summary>
    public required string Identity { get; init; }

    /// <summary>Install the CRD at start. Default true.</summary>
    public bool CreateCustomResources { get; init; } = true;

    /// <summary>
    /// Work in all namespaces, and only on objects annotated <c>etcd.database.coreos.com/scope: clusterwide</c>. Default false: only on objects without
    /// that annotation.
    /// </summary>
    public bool ClusterWide { get; init; }

    /// <summary>Namespaces to work in, unless <see cref="ClusterWide"/>. Default: only <see cref="Namespace"/>.</summary>
    public IReadOnlyList<string> WatchNamespaces { get; init; } = [];

    /// <summary>Empty for all.</summary>
    internal IReadOnlyList<string> WatchedNamespaces => ClusterWide ? [] : WatchNamespaces.Count > 0 ? WatchNamespaces : [Namespace];

    /// <summary>Where <c>/readyz</c>, <c>/healthz</c> and <c>/metrics</c> are served; null (the default) for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>
    /// Opens a connection to a member's address (pod address, or its DNS name while that is unknown) and port; null dials directly. For operators that
    /// run outside of the pod network.
    /// </summary>
    public Func<string, int, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>
    /// Image of the pods that fetch backups, write them to volumes and test them: one that holds this program as <c>etcd-operator</c>. Default null: the
    /// image of the operator's own pod.
    /// </summary>
    public string? Image { get; init; }

    /// <summary>Which of the operators to run. Default: all three. Each takes a Lease of its own name.</summary>
    public EtcdOperatorParts Parts { get; init; } = EtcdOperatorParts.All;

    /// <summary>Environment variables, where cloud identities are looked up. Default: those of the process.</summary>
    public Func<string, string?> EnvironmentVariables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
