namespace Operon.Etcd.Certificates;

/// <summary>What a certificate is to be good for.</summary>
/// <param name="Subject">Distinguished name. The server's has no common name: etcd takes the common name of a client certificate for a user, and its own gateway shows the server's.</param>
/// <param name="Names">Host names and addresses.</param>
/// <param name="Usages">Extended key usages.</param>
internal sealed record LeafRequest(string Subject, LeafNames Names, IReadOnlyList<string> Usages)
{
    /// <summary>Extended key usage: authenticates a server.</summary>
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    /// <summary>Extended key usage: authenticates a client.</summary>
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";
}
