namespace Operon.Etcd.Planning;

/// <summary>Write, or delete, an object around the cluster.</summary>
internal sealed record ApplyObject(SupportingObject Target) : EtcdAction($"{Target.Title} is not as it is to be");
