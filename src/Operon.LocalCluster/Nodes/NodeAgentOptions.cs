using Operon.Kubernetes;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Networking;

namespace Operon.LocalCluster.Nodes;

/// <summary>Options of the node agent.</summary>
internal sealed record NodeAgentOptions
{
    /// <summary>Network of the cluster, made before the API server listens on its service address.</summary>
    public required ClusterNetwork Network { get; init; }

    /// <summary>Folder of pods, logs, images.json and the dial socket.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Virtual nodes <c>operon-node-1</c> to <c>operon-node-N</c>.</summary>
    public int NodeCount { get; init; } = 3;

    /// <summary>Writes on behalf of the nodes; null for the manager's client.</summary>
    public IKubernetesClient? Client { get; init; }

    /// <summary>This build's etcd operator; null leaves its images without a program.</summary>
    public OperatorProgram? EtcdOperator { get; init; }

    /// <summary>Folder of images of the user's own making, which is looked at again for each image; null for none.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>Told when another version of an image than the asked-for one runs, once per image.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>First wait of a crashing container. Default 10 s.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Version the nodes report as their kubelet's.</summary>
    public string KubeletVersion { get; init; } = "v1.36.0";
}
