using System.CommandLine;
using Operon.Cli.Clusters;

namespace Operon.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder that holds the cluster's state. Each folder is a cluster of its own.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataDirectory.Default,
    };

    public static Option<string?> Kubeconfig() => new("--kubeconfig")
    {
        Description = "Kubeconfig file to write. Default: kubeconfig in the data folder.",
        HelpName = "FILE",
    };

    public static Option<int> Nodes() => new("--nodes")
    {
        Description = "Number of virtual nodes, 1 to 50.",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var nodes) || nodes is < 1 or > 50))
                {
                    result.AddError($"--nodes: {result.Tokens[0].Value} is not a number from 1 to 50.");
                }
            },
        },
    };
}
