using System.CommandLine;
using Operon.Cli.Clusters;
using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary>What all commands of <c>operon etcd</c> have: the cluster, the namespace, and how long to wait.</summary>
internal sealed class EtcdOptions
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Cluster to work on. Default: $KUBECONFIG, else ~/.kube/config, else the local cluster that runs.", HelpName = "FILE" };
    private readonly Option<string?> _context = new("--context") { Description = "Context of the kubeconfig. Default: its current one.", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Namespace. Default: that of the context.", HelpName = "NAME" };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for the operator.", HelpName = "SECONDS", DefaultValueFactory = _ => 600 };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Ask only; do not follow what comes of it." };

    /// <summary>Name of the EtcdCluster, the first word of most commands.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "Name of the EtcdCluster." };

    public void AddTo(Command command, bool canWait = true)
    {
        command.Options.Add(_kubeconfig);
        command.Options.Add(_context);
        command.Options.Add(_namespace);
        if (canWait)
        {
            command.Options.Add(_timeout);
            command.Options.Add(_noWait);
        }
    }

    public EtcdSession Connect(ParseResult parsed, bool allNamespaces = false)
    {
        var options = KubernetesClientOptions.FromKubeconfig(parsed.GetValue(_kubeconfig) ?? LocalKubeconfig(), parsed.GetValue(_context));
        return new EtcdSession(KubernetesClient.Create(options), allNamespaces ? null : parsed.GetValue(_namespace) ?? options.DefaultNamespace);
    }

    public TimeSpan Patience(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_timeout));

    public bool Waits(ParseResult parsed) => !parsed.GetValue(_noWait);

    // Whoever has no kubeconfig at all means the cluster of `operon up`.
    private static string? LocalKubeconfig()
    {
        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) && !File.Exists(own) && ClusterState.Read(new DataDirectory(DataDirectory.Default)) is { IsRunning: true } state
            ? state.Kubeconfig
            : null;
    }
}
