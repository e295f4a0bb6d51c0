using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Etcd.Restores;

/// <summary>The claims a restore has put aside.</summary>
internal sealed class RetiredClaims(IKubernetesClient client)
{
    public async Task<IReadOnlyList<string>> DeleteAsync(EtcdRestore restore, CancellationToken cancellationToken)
    {
        var claims = client.Resource(ResourceKinds.Metadata(ResourceKinds.PersistentVolumeClaim.Type));
        var selector = $"{RestoreAnnotations.RetiredByLabel}={restore.Metadata.Uid}";
        var list = await claims.ListAsync(restore.Metadata.NamespaceProperty, new ListOptions { LabelSelector = selector }, cancellationToken);
        foreach (var claim in list.Items)
        {
            try
            {
                await claims.DeleteAsync(restore.Metadata.NamespaceProperty, claim.Metadata.Name, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // Gone is gone.
            }
        }

        return [.. list.Items.Select(claim => claim.Metadata.Name)];
    }
}
