using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>A step of a recovery; it is written to status, with its reason, before it is done. <paramref name="Status"/>: the recovery as it is from now on.</summary>
internal abstract record RecoveryAction(RecoveryStatus Status, string Reason) : EtcdAction(Reason);
