using System.Text;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Kubernetes;

namespace Operon.Etcd.AuthObjects;

/// <summary>Keeps a user of etcd as its EtcdUser says.</summary>
internal sealed class EtcdUserReconciler(IKubernetesClient client, ClusterAccess access, ClusterScope scope, TimeProvider time)
    : AuthObjectReconciler<EtcdUser>(client, EtcdKinds.User, access, scope, time)
{
    protected override string ClusterOf(EtcdUser one) => one.Spec.ClusterName;

    protected override string NameOf(EtcdUser one) => string.IsNullOrEmpty(one.Spec.Username) ? one.Metadata.Name : one.Spec.Username;

    protected override EtcdAuthObjectStatus? StatusOf(EtcdUser one) => one.Status;

    protected override string? Problem(EtcdUser one)
    {
        if (NameOf(one) is AuthSecrets.RootUser or AuthSecrets.OperatorUser)
        {
            return $"spec.username: the user {NameOf(one)} is kept by spec.auth of the cluster; choose another name";
        }

        return one.Status?.Name is { } made && made != NameOf(one) ? $"spec.username: etcd has this user as {made}; a new name needs a new object" : null;
    }

    protected override async Task<AuthOutcome> EnsureAsync(EtcdUser one, IMemberConnection member, CancellationToken cancellationToken)
    {
        var reference = one.Spec.PasswordSecret;
        var key = string.IsNullOrEmpty(reference.Key) ? AuthSecrets.PasswordKey : reference.Key;
        var secret = await Client.Resource(ResourceKinds.Secret).FindAsync(one.Metadata.NamespaceProperty, reference.Name, cancellationToken);
        if (secret is null || secret.Data?.TryGetValue(key, out var bytes) != true || Encoding.UTF8.GetString(bytes!).TrimEnd('\r', '\n') is not { Length: > 0 } password)
        {
            return new AuthOutcome(
                false, "PasswordMissing", secret is null ? $"spec.passwordSecret.name: secret {reference.Name} does not exist" : $"spec.passwordSecret: secret {reference.Name} has no key {key}");
        }

        var user = new MemberCredentials(NameOf(one), password);
        var roles = await member.UserRolesAsync(user.User, cancellationToken);
        if (roles is null)
        {
            await member.AddUserAsync(user, cancellationToken);
        }
        else if (one.Status?.PasswordSecretVersion != secret.Metadata.ResourceVersion)
        {
            await member.ChangePasswordAsync(user, cancellationToken);
        }

        return await GrantAsync(one, user.User, roles ?? [], member, cancellationToken) ?? new AuthOutcome(true, "UserReady", "", secret.Metadata.ResourceVersion);
    }

    protected override async Task DeleteAsync(string name, IMemberConnection member, CancellationToken cancellationToken)
    {
        if (await member.UserRolesAsync(name, cancellationToken) is not null)
        {
            await member.DeleteUserAsync(name, cancellationToken);
        }
    }

    private static async Task<AuthOutcome?> GrantAsync(
        EtcdUser one, string user, IReadOnlyList<string> there, IMemberConnection member, CancellationToken cancellationToken)
    {
        var wanted = one.Spec.Roles ?? [];

        // What is taken away goes first: a user never has more than the spec before or after says.
        foreach (var role in there.Except(wanted))
        {
            await member.RevokeRoleAsync(user, role, cancellationToken);
        }

        foreach (var role in wanted.Except(there))
        {
            if (await member.PermissionsAsync(role, cancellationToken) is null)
            {
                return new AuthOutcome(false, "RoleMissing", $"spec.roles: etcd has no role {role} yet; an EtcdRole of this cluster makes it");
            }

            await member.GrantRoleAsync(user, role, cancellationToken);
        }

        return null;
    }
}
