using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Kubernetes;

namespace Operon.Etcd.AuthObjects;

/// <summary>Keeps a role of etcd as its EtcdRole says.</summary>
internal sealed class EtcdRoleReconciler(IKubernetesClient client, ClusterAccess access, ClusterScope scope, TimeProvider time)
    : AuthObjectReconciler<EtcdRole>(client, EtcdKinds.Role, access, scope, time)
{
    protected override string ClusterOf(EtcdRole one) => one.Spec.ClusterName;

    protected override string NameOf(EtcdRole one) => string.IsNullOrEmpty(one.Spec.RoleName) ? one.Metadata.Name : one.Spec.RoleName;

    protected override EtcdAuthObjectStatus? StatusOf(EtcdRole one) => one.Status;

    protected override string? Problem(EtcdRole one)
    {
        if (NameOf(one) == AuthSecrets.RootRole)
        {
            return $"spec.roleName: the role {AuthSecrets.RootRole} is etcd's own; choose another name";
        }

        if (one.Status?.Name is { } made && made != NameOf(one))
        {
            return $"spec.roleName: etcd has this role as {made}; a new name needs a new object";
        }

        var ranges = (one.Spec.Permissions ?? []).Select(Permissions.Read).ToList();
        return ranges.Where((range, index) => ranges.Take(index).Any(range.HasRangeOf)).Any()
            ? "spec.permissions: two of them speak of the same keys; etcd keeps one for each range, so join them"
            : null;
    }

    protected override async Task<AuthOutcome> EnsureAsync(EtcdRole one, IMemberConnection member, CancellationToken cancellationToken)
    {
        var name = NameOf(one);
        var there = await member.PermissionsAsync(name, cancellationToken);
        if (there is null)
        {
            await member.AddRoleAsync(name, cancellationToken);
            there = [];
        }

        List<KeyPermission> wanted = [.. (one.Spec.Permissions ?? []).Select(Permissions.Read)];
        foreach (var permission in wanted.Where(permission => !there.Contains(permission)))
        {
            // For a range etcd has already, this changes the kind of access.
            await member.GrantPermissionAsync(name, permission, cancellationToken);
        }

        foreach (var permission in there.Where(permission => !wanted.Any(permission.HasRangeOf)))
        {
            await member.RevokePermissionAsync(name, permission, cancellationToken);
        }

        return new AuthOutcome(true, "RoleReady");
    }

    protected override async Task DeleteAsync(string name, IMemberConnection member, CancellationToken cancellationToken)
    {
        if (await member.PermissionsAsync(name, cancellationToken) is not null)
        {
            await member.DeleteRoleAsync(name, cancellationToken);
        }
    }
}
