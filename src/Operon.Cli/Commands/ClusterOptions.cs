using System.CommandLine;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary>Options of commands that work on a cluster.</summary>
internal sealed class ClusterOptions
{
    public Option<string?> Kubeconfig { get; } = new("--kubeconfig") { Description = "Cluster to work on. Default: $KUBECONFIG, else ~/.kube/config.", HelpName = "FILE" };

    public Option<string?> Context { get; } = new("--context") { Description = "Context of the kubeconfig. Default: its current one.", HelpName = "NAME" };

    public Option<int> Timeout { get; } = new("--timeout") { Description = "Seconds to wait.", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };

    public void AddTo(Command command)
    {
        command.Options.Add(Kubeconfig);
        command.Options.Add(Context);
        command.Options.Add(Timeout);
    }

    public IKubernetesClient Connect(ParseResult parsed)
    {
        var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(parsed.GetValue(Kubeconfig), parsed.GetValue(Context)));
        Console.WriteLine($"cluster  {client.Server}");
        return client;
    }

    public TimeSpan Patience(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Timeout));
}
