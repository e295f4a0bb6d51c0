using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>
/// Writes an object around the cluster by server-side apply, so that fields of others stay. What the API server refuses is remembered: the cluster is
/// looked after all the same.
/// </summary>
internal sealed class ApplyObjectExecutor(IKubernetesClient client, TimeProvider time) : ActionExecutor<ApplyObject>
{
    private static readonly TimeSpan _untilAllowed = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _whatPasses = TimeSpan.FromSeconds(20);

    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, ApplyObject action, CancellationToken cancellationToken)
    {
        var one = action.Target;
        try
        {
            if (await WriteAsync(snapshot.Layout, one, cancellationToken) is { } refusal)
            {
                snapshot.Support?.Refuse(one.Title, SupportReader.HashOf(one), time.GetUtcNow() + _untilAllowed, refusal);
                return refusal;
            }

            snapshot.Support?.Accept(one.Title);
            return null;
        }
        catch (KubernetesApiException e)
        {
            // A missing right and a content the server refuses take a person; what else there is (a kind not installed, a webhook that is down) may pass by itself.
            var isLasting = e.IsForbidden || e.Reason == "Invalid";
            snapshot.Support?.Refuse(one.Title, SupportReader.HashOf(one), time.GetUtcNow() + (isLasting ? _untilAllowed : _whatPasses), e.Message);
            if (isLasting)
            {
                throw;
            }

            return $"{one.Title}: {e.Message}";
        }
    }

    private async Task<string?> WriteAsync(ClusterLayout layout, SupportingObject one, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Untyped(one.Type);
        var there = await client.Resource(kind).FindAsync(layout.Namespace, one.Name, cancellationToken);
        if (one.Wanted is null)
        {
            return there is not null && layout.Owns(there.Metadata) ? await new OwnedObjects(client).DeleteAsync(kind, there.Metadata, new DeleteOptions(), cancellationToken) : null;
        }

        if (there is not null && !layout.Owns(there.Metadata))
        {
            return $"{one.Title} exists and does not belong to this cluster; delete or rename it";
        }

        var wanted = UntypedObject.FromJson(one.Wanted.DeepClone().AsObject());
        wanted.Metadata.Annotations ??= new Dictionary<string, string>();
        wanted.Metadata.Annotations[SupportingObjects.AppliedAnnotation] = SupportingObjects.HashOf(one.Wanted);
        await client.Resource(kind).ApplyAsync(wanted, new WriteOptions { FieldManager = EtcdOperator.Name, Force = true }, cancellationToken);
        return null;
    }
}
