using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.ServiceAccounts;

/// <summary>Gives each namespace its <c>default</c> service account and the certificate to trust the API server by.</summary>
internal sealed class NamespaceEquipmentReconciler(
    IKubernetesClient client,
    string certificateAuthority,
    ILister<V1Namespace> namespaces,
    ILister<V1ServiceAccount> accounts,
    ILister<V1ConfigMap> configMaps) : IReconciler
{
    public const string AccountName = "default";
    public const string ConfigMapName = "kube-root-ca.crt";
    private const string Key = "ca.crt";

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var name = context.Key.Name;
        if (namespaces.Find(context.Key) is not { Metadata.DeletionTimestamp: null })
        {
            return ReconcileResult.Done;
        }

        if (accounts.Find(new ObjectKey(name, AccountName)) is null)
        {
            var account = new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = AccountName, NamespaceProperty = name } };
            await CreateAsync(ResourceKinds.ServiceAccount, account, cancellationToken);
        }

        await PublishAsync(name, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task PublishAsync(string name, CancellationToken cancellationToken)
    {
        var wanted = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = ConfigMapName,
                NamespaceProperty = name,
                Annotations = new Dictionary<string, string>
                {
                    ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc.",
                },
            },
            Data = new Dictionary<string, string> { [Key] = certificateAuthority },
        };
        var present = configMaps.Find(new ObjectKey(name, ConfigMapName));
        if (present is null)
        {
            await CreateAsync(ResourceKinds.ConfigMap, wanted, cancellationToken);
        }
        else if (present.Data is null || !present.Data.TryGetValue(Key, out var value) || value != certificateAuthority)
        {
            wanted.Metadata.ResourceVersion = present.Metadata.ResourceVersion;
            await client.Resource(ResourceKinds.ConfigMap).UpdateAsync(wanted, cancellationToken);
        }
    }

    private async Task CreateAsync<T>(ResourceKind<T> kind, T resource, CancellationToken cancellationToken)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.Resource(kind).CreateAsync(resource, cancellationToken);
        }
        catch (KubernetesApiException refusal) when (refusal.IsAlreadyExists || refusal.IsForbidden || refusal.IsNotFound)
        {
            // Present already, or the namespace is on its way out.
        }
    }
}
