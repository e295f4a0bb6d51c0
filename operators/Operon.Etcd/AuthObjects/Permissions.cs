using Operon.Etcd.Api;
using Operon.Etcd.Membership;

namespace Operon.Etcd.AuthObjects;

/// <summary>Permissions as manifests write them, in etcd's terms.</summary>
internal static class Permissions
{
    public static KeyPermission Read(EtcdPermission permission)
    {
        var access = permission.Permission switch
        {
            "read" => KeyAccess.Read,
            "write" => KeyAccess.Write,
            _ => KeyAccess.ReadWrite,
        };
        if (permission.Prefix)
        {
            return KeyPermission.Prefix(permission.Key, access);
        }

        return string.IsNullOrEmpty(permission.RangeEnd) ? KeyPermission.Single(permission.Key, access) : KeyPermission.Range(permission.Key, permission.RangeEnd, access);
    }
}
