namespace Operon.Etcd.Membership;

/// <summary>An alarm that is raised. <paramref name="MemberId"/>: the member it is about; 0 when etcd cannot tell which one is corrupt.</summary>
internal sealed record MemberAlarm(ulong MemberId, AlarmKind Kind);
