using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>A program that prints an ExecCredential (client.authentication.k8s.io), as the <c>exec</c> field of a kubeconfig user names it.</summary>
public sealed record ExecCredentialPlugin
{
    internal const string V1 = "client.authentication.k8s.io/v1";
    internal const string V1Beta1 = "client.authentication.k8s.io/v1beta1";

    /// <summary>Version of the exchanged objects. Default <c>client.authentication.k8s.io/v1</c>.</summary>
    public string ApiVersion { get; init; } = V1;

    /// <summary>Program: a path, or a name to search on <c>PATH</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables added to this process's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the program may ask the user. Default <see cref="ExecInteractiveMode.IfAvailable"/>.</summary>
    public ExecInteractiveMode InteractiveMode { get; init; }

    /// <summary>What to tell a user who does not have the program.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster to describe to the program (<c>provideClusterInfo</c>); null for none.</summary>
    public JsonObject? Cluster { get; init; }
}
