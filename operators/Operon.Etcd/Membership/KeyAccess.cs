namespace Operon.Etcd.Membership;

/// <summary>Kinds of access to keys, with etcd's numbers.</summary>
internal enum KeyAccess
{
    Read = 0,
    Write = 1,
    ReadWrite = 2,
}
