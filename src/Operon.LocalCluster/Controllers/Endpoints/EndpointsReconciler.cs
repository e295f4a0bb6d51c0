using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>Publishes the pods behind each service with a selector.</summary>
internal sealed class EndpointsReconciler(
    IKubernetesClient client,
    ILister<V1Service> services,
    ILister<V1Pod> pods,
    ILister<V1Node> nodes,
    ILister<V1EndpointSlice> slices,
    ILister<V1Endpoints> endpoints) : IReconciler
{
    private readonly IResourceClient<V1EndpointSlice> _slices = client.Resource(ResourceKinds.EndpointSlice);
    private readonly IResourceClient<V1Endpoints> _endpoints = client.Resource(ResourceKinds.Endpoints);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (services.Find(context.Key) is not { } service)
        {
            await DeleteAsync(_endpoints, endpoints.Find(context.Key), cancellationToken);
            return ReconcileResult.Done;
        }

        if (service.Spec.Selector is null or { Count: 0 } || service.Spec.Type == "ExternalName" || service.Metadata.DeletionTimestamp is not null)
        {
            return ReconcileResult.Done;
        }

        var found = ServiceEndpoints.Of(service, pods.List(context.Key.Namespace));
        var present = slices.List(context.Key.Namespace, new Dictionary<string, string>
        {
            [EndpointSlicePlanner.ServiceName] = service.Metadata.Name,
            [EndpointSlicePlanner.ManagedBy] = EndpointSlicePlanner.Controller,
        });
        var wanted = EndpointSlicePlanner.Plan(service, found, name => nodes.Find(new ObjectKey(null, name)));
        foreach (var slice in wanted)
        {
            var before = present.FirstOrDefault(p => p.Metadata.Name == slice.Metadata.Name);
            await WriteAsync(_slices, before, slice, ["endpoints", "ports"], cancellationToken);
        }

        foreach (var stale in present.Where(p => wanted.All(w => w.Metadata.Name != p.Metadata.Name)))
        {
            await DeleteAsync(_slices, stale, cancellationToken);
        }

        await WriteAsync(_endpoints, endpoints.Find(context.Key), EndpointsPlanner.Plan(service, found), ["subsets"], cancellationToken);
        return ReconcileResult.Done;
    }

    private static async Task WriteAsync<T>(IResourceClient<T> resource, T? before, T wanted, string[] sections, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (before is null)
        {
            await resource.CreateAsync(wanted, cancellationToken);
            return;
        }

        var sameLabels = wanted.Metadata.Labels.All(l => before.Metadata.Labels is { } labels && labels.TryGetValue(l.Key, out var value) && value == l.Value);
        if (!sameLabels || sections.Any(s => !Documents.SameSection(resource.Kind, before, wanted, s)))
        {
            wanted.Metadata.ResourceVersion = before.Metadata.ResourceVersion;
            await resource.UpdateAsync(wanted, cancellationToken);
        }
    }

    private static async Task DeleteAsync<T>(IResourceClient<T> resource, T? stale, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (stale is null)
        {
            return;
        }

        try
        {
            await resource.DeleteAsync(stale.Metadata.NamespaceProperty, stale.Metadata.Name, cancellationToken, new DeleteOptions { PreconditionUid = stale.Metadata.Uid });
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // The garbage collector or a user was faster.
        }
    }
}
