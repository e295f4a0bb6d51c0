namespace Operon.Etcd.Planning;

/// <summary>Give a pod the labels and annotations of the spec, and write down what it was made from; nothing restarts.</summary>
internal sealed record PatchPod(string Name, string Reason) : EtcdAction(Reason);
