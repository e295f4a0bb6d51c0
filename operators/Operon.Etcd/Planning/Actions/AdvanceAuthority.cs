using Operon.Etcd.Certificates;

namespace Operon.Etcd.Planning;

/// <summary>Take the rotation of the authority out of the phase it is in, into the next one.</summary>
internal sealed record AdvanceAuthority(AuthorityPhase From, string Reason) : EtcdAction(Reason);
