using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.ApiServer;

namespace Operon.Testing;

/// <summary>What a test cluster starts with. The defaults give an empty API server in the test's own process.</summary>
public sealed record TestClusterOptions
{
    /// <summary>Files, or folders searched with their subfolders, of YAML or JSON; the CustomResourceDefinitions in them are installed, other kinds are left out.</summary>
    public IReadOnlyList<string> CrdPaths { get; init; } = [];

    /// <summary>CustomResourceDefinitions to install.</summary>
    public IReadOnlyList<V1CustomResourceDefinition> Crds { get; init; } = [];

    /// <summary>YAML or JSON text to apply, in order, after the definitions in it are established. Objects without a namespace go to <c>default</c>.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Namespaces to create.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Users and their rights. <see cref="TestCluster.ClientFor(string, string[])"/> gives their clients.</summary>
    public IReadOnlyList<TestUser> Users { get; init; } = [];

    /// <summary>Run the built-in controllers too: garbage collection, namespaces, Deployments, Jobs, endpoints. No pod ever runs. Default false: nothing acts but what the test starts.</summary>
    public bool BuiltInControllers { get; init; }

    /// <summary>The clock of the API server, of its faults and of the clients made by the cluster.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>More options of the API server; where it listens and its clock are the test cluster's business.</summary>
    public ApiServerOptions Server { get; init; } = new();

    /// <summary>What decides about faults that hit by chance. Default: new each time, see <see cref="FaultInjector.Seed"/>.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// A kubeconfig of a cluster that exists, to be used instead of an API server in this process; null takes the file that <c>OPERON_TEST_KUBECONFIG</c> names,
    /// if it is set. Faults and the journal need the server in the process.
    /// </summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Start an API server in this process even when <c>OPERON_TEST_KUBECONFIG</c> is set, as tests with faults must. Default false.</summary>
    public bool AlwaysInProcess { get; init; }

    /// <summary>Where server and clients log; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
