namespace Operon.Etcd.Planning;

/// <summary>Ask for a larger volume; the storage provider grows it while the member runs.</summary>
internal sealed record GrowClaim(string Name, decimal From, decimal To) : EtcdAction($"claim {Name} asks for {From:0} bytes, spec.pod.persistentVolumeClaimSpec for {To:0}");
