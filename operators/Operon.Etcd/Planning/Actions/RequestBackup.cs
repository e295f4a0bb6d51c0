namespace Operon.Etcd.Planning;

/// <summary>Ask an EtcdBackup for a backup now.</summary>
internal sealed record RequestBackup(string Name, string Token, string Reason) : EtcdAction(Reason);
