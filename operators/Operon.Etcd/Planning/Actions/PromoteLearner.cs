namespace Operon.Etcd.Planning;

/// <summary>Make a learner a voter.</summary>
internal sealed record PromoteLearner(ulong MemberId, string Name) : EtcdAction($"learner {Name} has caught up");
