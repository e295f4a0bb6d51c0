namespace Operon.Etcd.Planning;

/// <summary>The one thing to do next, with the reason that is logged and shown.</summary>
internal abstract record EtcdAction(string Reason);

/// <summary>The object is paused: only say so, and how the cluster is.</summary>
/// <param name="Loss">What to report when the quorum is lost meanwhile; null while it is not.</param>
internal sealed record StayPaused(ReportQuorumLost? Loss = null) : EtcdAction("spec.paused is true");

/// <summary>Create the client Service and the headless Service.</summary>
internal sealed record CreateServices() : EtcdAction("a Service is missing");

/// <summary>Create the first pod of a cluster that never had an ID.</summary>
internal sealed record CreateSeedPod(string Name, EtcdVersion Version, string Reason) : EtcdAction(Reason);

/// <summary>Write the cluster ID to status before the cluster grows (B2).</summary>
internal sealed record RecordClusterId(ulong ClusterId) : EtcdAction("the seed serves");

/// <summary>Add a member to etcd: a learner, or a voter where the members are older than 3.4.</summary>
internal sealed record AddMember(string Name, bool AsLearner, string Reason) : EtcdAction(Reason);

/// <summary>Create the pod of a member etcd knows. A claim that is missing is created first, never when <paramref name="MustKeepData"/>.</summary>
internal sealed record CreateMemberPod(string Name, EtcdVersion Version, bool MustKeepData, string Reason) : EtcdAction(Reason);

/// <summary>Make a learner a voter.</summary>
internal sealed record PromoteLearner(ulong MemberId, string Name) : EtcdAction($"learner {Name} has caught up");

/// <summary>Remove a member from etcd; its pod and claim go afterwards (M11).</summary>
internal sealed record RemoveMember(ulong MemberId, string Name, bool IsDead, string Reason) : EtcdAction(Reason);

/// <summary>Hand leadership to a voter.</summary>
internal sealed record MoveLeader(ulong TargetId, string TargetName, string LeaderName, string Reason) : EtcdAction(Reason);

/// <summary>Delete a pod; its claim stays.</summary>
internal sealed record DeletePod(string Name, string Reason) : EtcdAction(Reason);

/// <summary>Delete the claim of a member that etcd has removed.</summary>
internal sealed record DeletePvc(string Name, string Reason) : EtcdAction(Reason);

/// <summary>Patch the image of one pod in place.</summary>
internal sealed record UpgradePod(string Name, EtcdVersion From, EtcdVersion To, string Reason) : EtcdAction(Reason);

/// <summary>Nothing may be done yet; look again after <paramref name="Delay"/>.</summary>
internal sealed record Wait(string Reason, TimeSpan Delay) : EtcdAction(Reason);

/// <summary>The cluster is as asked for.</summary>
internal sealed record Settled() : EtcdAction("the cluster is as asked for");

/// <summary>The asked-for version cannot be reached in one step; the cluster is otherwise as asked for.</summary>
internal sealed record RefuseVersion(EtcdVersion From, EtcdVersion To, string Reason) : EtcdAction(Reason);

/// <summary>Too few voters answer: membership is not touched (D1).</summary>
internal sealed record ReportQuorumLost(int HealthyVoters, int Voters, string Reason) : EtcdAction(Reason);

/// <summary>Members disagree about the cluster they are in: an incident for people (M15).</summary>
internal sealed record ReportForeignMember(string Reason) : EtcdAction(Reason);
