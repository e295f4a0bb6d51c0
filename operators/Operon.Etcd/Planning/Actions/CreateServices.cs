namespace Operon.Etcd.Planning;

/// <summary>Create the client Service and the headless Service.</summary>
internal sealed record CreateServices() : EtcdAction("a Service is missing");
