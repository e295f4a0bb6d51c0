namespace Operon.Etcd.Tests.Model;

/// <summary>A member of the simulated etcd: a row of the member list.</summary>
internal sealed record SimMember(ulong Id, string Name, bool IsLearner, bool HasStarted);
