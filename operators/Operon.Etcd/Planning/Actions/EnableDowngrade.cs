namespace Operon.Etcd.Planning;

/// <summary>Ask etcd to prepare its data for the minor version before (U5).</summary>
internal sealed record EnableDowngrade(EtcdVersion Target) : EtcdAction($"spec.version is {Target}: etcd lowers the version of its data first");
