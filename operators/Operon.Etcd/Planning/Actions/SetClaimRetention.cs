namespace Operon.Etcd.Planning;

/// <summary>Let a claim outlive the cluster object, or go with it.</summary>
internal sealed record SetClaimRetention(string Name, bool IsRetained) : EtcdAction($"spec.storage.deletePolicy is {(IsRetained ? "Retain" : "Delete")}");
