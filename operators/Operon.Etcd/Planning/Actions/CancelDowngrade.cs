namespace Operon.Etcd.Planning;

/// <summary>Take a downgrade back that is no longer asked for (U5).</summary>
internal sealed record CancelDowngrade(EtcdVersion Target) : EtcdAction($"the downgrade to {Target.Major}.{Target.Minor} is no longer asked for");
