namespace Operon.Etcd.Planning;

/// <summary>Patch the image of one pod in place.</summary>
internal sealed record UpgradePod(string Name, EtcdVersion From, EtcdVersion To, string Reason) : EtcdAction(Reason);
