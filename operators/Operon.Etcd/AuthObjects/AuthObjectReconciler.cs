using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using k8s;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Kubernetes;
using Operon.Runtime;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Etcd.AuthObjects;

/// <summary>
/// What users and roles have in common: they belong to a cluster, are looked at again and again (somebody may change them in etcd), and go with their
/// object, unless the cluster went before.
/// </summary>
internal abstract class AuthObjectReconciler<T>(IKubernetesClient client, ResourceKind<T> kind, ClusterAccess access, ClusterScope scope, TimeProvider time) : IReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const string Finalizer = "etcd.database.coreos.com/auth";
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(5);
    private readonly IResourceClient<T> _objects = client.Resource(kind);

    protected IKubernetesClient Client => client;

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (await _objects.FindAsync(context.Key.Namespace, context.Key.Name, cancellationToken) is not { } one)
        {
            return ReconcileResult.Done;
        }

        var cluster = await client.Resource(EtcdKinds.Cluster).FindAsync(context.Key.Namespace, ClusterOf(one), cancellationToken);
        if (cluster is not null && !scope.Covers(cluster))
        {
            return ReconcileResult.Done;
        }

        return one.Metadata.DeletionTimestamp is null
            ? await KeepAsync(one, cluster, cancellationToken)
            : await RemoveAsync(one, cluster, cancellationToken);
    }

    /// <summary>The cluster the spec names.</summary>
    protected abstract string ClusterOf(T one);

    /// <summary>The name in etcd.</summary>
    protected abstract string NameOf(T one);

    protected abstract EtcdAuthObjectStatus? StatusOf(T one);

    /// <summary>What is wrong with the spec; null when nothing is.</summary>
    protected abstract string? Problem(T one);

    protected abstract Task<AuthOutcome> EnsureAsync(T one, IMemberConnection member, CancellationToken cancellationToken);

    protected abstract Task DeleteAsync(string name, IMemberConnection member, CancellationToken cancellationToken);

    private async Task<ReconcileResult> KeepAsync(T one, EtcdCluster? cluster, CancellationToken cancellationToken)
    {
        if (Problem(one) is { } problem)
        {
            await WriteAsync(one, new AuthOutcome(false, "InvalidSpec", problem), cancellationToken);
            return ReconcileResult.Done;
        }

        if (await OwnerAsync(one, cancellationToken) is { } owner)
        {
            await WriteAsync(one, new AuthOutcome(false, "NameTaken", $"{kind.Type.Kind} {owner} keeps {NameOf(one)} in etcd already; choose another name"), cancellationToken);
            return ReconcileResult.After(_again);
        }

        if (cluster is null || cluster.Metadata.DeletionTimestamp is not null)
        {
            await WriteAsync(one, new AuthOutcome(false, "ClusterNotFound", $"spec.clusterName: there is no EtcdCluster {ClusterOf(one)} in this namespace"), cancellationToken);
            return ReconcileResult.After(_soon);
        }

        // Before etcd knows the name: a deletion in between must not leave it there.
        one = await _objects.AddFinalizerAsync(one, Finalizer, cancellationToken);
        var outcome = await WithMemberAsync(cluster, member => EnsureAsync(one, member, cancellationToken), cancellationToken);
        await WriteAsync(one, outcome, cancellationToken);
        return ReconcileResult.After(outcome.IsReady ? _again : _soon);
    }

    private async Task<ReconcileResult> RemoveAsync(T one, EtcdCluster? cluster, CancellationToken cancellationToken)
    {
        // Users and roles go with the data of their cluster.
        if (cluster is not null && cluster.Metadata.DeletionTimestamp is null && StatusOf(one)?.Name is { } name && await OwnerAsync(one, cancellationToken) is null)
        {
            var outcome = await WithMemberAsync(cluster, member => DropAsync(name, member, cancellationToken), cancellationToken);
            if (!outcome.IsReady)
            {
                await WriteAsync(one, outcome, cancellationToken);
                return ReconcileResult.After(_soon);
            }
        }

        await _objects.RemoveFinalizerAsync(one, Finalizer, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task<AuthOutcome> DropAsync(string name, IMemberConnection member, CancellationToken cancellationToken)
    {
        await DeleteAsync(name, member, cancellationToken);
        return new AuthOutcome(true, "Deleted");
    }

    /// <summary>The older object of the same name and cluster, which has the say; null when there is none.</summary>
    private async Task<string?> OwnerAsync(T one, CancellationToken cancellationToken)
    {
        var all = await _objects.ListAsync(one.Metadata.NamespaceProperty, null, cancellationToken);
        return all.Items
            .Where(other => other.Metadata.Uid != one.Metadata.Uid && ClusterOf(other) == ClusterOf(one) && NameOf(other) == NameOf(one))
            .Where(other => (other.Metadata.CreationTimestamp, other.Metadata.Name).CompareTo((one.Metadata.CreationTimestamp, one.Metadata.Name)) < 0)
            .Select(other => other.Metadata.Name)
            .FirstOrDefault();
    }

    private async Task<AuthOutcome> WithMemberAsync(EtcdCluster cluster, Func<IMemberConnection, Task<AuthOutcome>> act, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, IMemberConnection> members;
        try
        {
            members = await access.ConnectAsync(cluster, cancellationToken);
        }
        catch (InvalidSpecException e)
        {
            return new AuthOutcome(false, "ClusterUnreachable", e.Message);
        }

        try
        {
            return await AnyMember.ConfirmedAsync(members, cancellationToken) is { } member
                ? await act(member)
                : new AuthOutcome(false, "ClusterUnreachable", $"EtcdCluster {cluster.Metadata.Name} has no quorum at the moment");
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new AuthOutcome(false, "Refused", $"etcd: {e.Status.Detail} ({e.StatusCode})");
        }
        finally
        {
            foreach (var member in members.Values)
            {
                member.Dispose();
            }
        }
    }

    private async Task WriteAsync(T one, AuthOutcome outcome, CancellationToken cancellationToken)
    {
        var before = StatusOf(one) ?? new EtcdAuthObjectStatus();
        var isMade = outcome.IsReady || before.Name is not null;
        var after = before with
        {
            Name = isMade ? before.Name ?? NameOf(one) : null,
            ClusterName = ClusterOf(one),
            PasswordSecretVersion = outcome.PasswordSecretVersion ?? before.PasswordSecretVersion,
            ObservedGeneration = one.Metadata.Generation,
            Conditions = ConditionSet.From(before.Conditions, one.Metadata.Generation, time.GetUtcNow())
                .Set("Ready", outcome.IsReady ? "True" : "False", outcome.Reason, outcome.Message).ToList(),
        };
        if (StatusPatch.Between(Json(before), Json(after)) is { } patch)
        {
            await _objects.PatchAsync(
                one.Metadata.NamespaceProperty, one.Metadata.Name, Patch.Merge(new JsonObject { ["status"] = patch }), cancellationToken, subresource: "status");
        }
    }

    private static JsonObject Json(EtcdAuthObjectStatus status) =>
        JsonSerializer.SerializeToNode(status, KubernetesJson.TypeInfo<EtcdAuthObjectStatus>(EtcdJson.Default))!.AsObject();
}
