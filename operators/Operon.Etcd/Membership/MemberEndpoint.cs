namespace Operon.Etcd.Membership;

/// <summary>Where a member pod serves clients.</summary>
internal sealed record MemberEndpoint(string Pod, string PodUid, Uri ClientUrl, string? PodAddress);
