namespace Operon.Etcd.Planning;

/// <summary>Add a member to etcd: a learner, or a voter where the members are older than 3.4.</summary>
internal sealed record AddMember(string Name, bool AsLearner, string Reason) : EtcdAction(Reason);
