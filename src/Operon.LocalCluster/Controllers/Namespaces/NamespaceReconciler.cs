using System.Text;
using System.Text.Json;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Namespaces;

/// <summary>Empties a deleted namespace and then lets it go.</summary>
internal sealed class NamespaceReconciler(IKubernetesClient client, ILister<V1Namespace> namespaces, TimeProvider time) : IReconciler
{
    private const string Finalizer = "kubernetes";
    private readonly IResourceClient<V1Namespace> _namespaces = client.Resource(ResourceKinds.Namespace);
    private readonly NamespaceEraser _eraser = new(client);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (namespaces.Find(context.Key) is not { Metadata.DeletionTimestamp: not null } cached || cached.Spec?.Finalizers?.Contains(Finalizer) != true)
        {
            return ReconcileResult.Done;
        }

        var types = await ResourceSurvey.StoredAsync(client, cancellationToken);
        var content = await _eraser.EraseAsync(context.Key.Name, types, cancellationToken);
        if (!content.IsEmpty)
        {
            await ReportAsync(cached, content, cancellationToken);
            var wait = Math.Clamp(content.Grace.TotalSeconds / 10, 0.2, 2);
            return ReconcileResult.After(TimeSpan.FromSeconds(wait));
        }

        await FinalizeAsync(context.Key.Name, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task ReportAsync(V1Namespace cached, NamespaceContent content, CancellationToken cancellationToken)
    {
        var changed = Documents.Copy(ResourceKinds.Namespace, cached);
        changed.Status ??= new V1NamespaceStatus();
        changed.Status.Phase = "Terminating";
        changed.Status.Conditions = NamespaceConditions.Of(cached, content, null, time.GetUtcNow());
        if (!Documents.SameSection(ResourceKinds.Namespace, cached, changed, "status"))
        {
            await _namespaces.UpdateAsync(changed, cancellationToken, subresource: "status");
        }
    }

    private async Task FinalizeAsync(string name, CancellationToken cancellationToken)
    {
        if (await _namespaces.FindAsync(null, name, cancellationToken) is not { Metadata.DeletionTimestamp: not null } latest)
        {
            return;
        }

        latest.Spec.Finalizers = [.. latest.Spec.Finalizers.Where(f => f != Finalizer)];
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(ResourceKinds.Namespace.Type.Path(null, name, "finalize"), UriKind.Relative))
        {
            Content = new StringContent(JsonSerializer.Serialize(latest, ResourceKinds.Namespace.Json), Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != System.Net.HttpStatusCode.NotFound)
        {
            throw new HttpRequestException(
                $"Finalizing namespace {name} failed with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}", null, response.StatusCode);
        }
    }
}
