namespace Operon.Etcd.Planning;

/// <summary>Put the claims of the old incarnation aside, where nothing of this cluster finds them; the restore deletes them when it has succeeded.</summary>
internal sealed record RetireClaims(IReadOnlyList<string> Names, string Restore) : EtcdAction($"the old data is kept until the EtcdRestore {Restore} has succeeded");
