namespace Operon.Etcd.Planning;

/// <summary>Switch authentication off.</summary>
internal sealed record DisableAuth(string Reason) : EtcdAction(Reason);
