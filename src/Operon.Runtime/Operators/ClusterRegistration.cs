using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a builder gathered about one cluster.</summary>
internal sealed class ClusterRegistration(string name)
{
    public const string Primary = "primary";

    public string Name => name;

    /// <summary>How to reach it; null to read kubeconfig or service account as the options say.</summary>
    public Func<OperatorOptions, KubernetesClientOptions>? Connection { get; set; }

    /// <summary>Namespaces to watch; null for those of the options.</summary>
    public IReadOnlyList<string>? Namespaces { get; set; }

    public List<UntypedObject> Definitions { get; } = [];

    public List<Action<IServiceProvider, ControllerManager>> Controllers { get; } = [];
}
