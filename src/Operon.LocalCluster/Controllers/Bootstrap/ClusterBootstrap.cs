using System.Net;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Volumes;

namespace Operon.LocalCluster.Controllers.Bootstrap;

/// <summary>Objects every cluster has from the start. Existing ones are left as users shaped them, but for the API server's own address.</summary>
internal sealed class ClusterBootstrap(IKubernetesClient client, BuiltInControllerOptions options)
{
    private const string KubernetesService = "kubernetes";
    private const string Namespace = "default";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { Namespace, "kube-system", "kube-public", "kube-node-lease" })
        {
            await EnsureAsync(ResourceKinds.Namespace, new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken);
        }

        await EnsureAsync(ResourceKinds.StorageClass, Standard(), cancellationToken);
        await EnsureAsync(ResourceKinds.Service, Service(), cancellationToken);
        if (options.ApiServerEndpoint is { } endpoint)
        {
            await PublishAsync(ResourceKinds.EndpointSlice, Slice(endpoint), cancellationToken);
            await PublishAsync(ResourceKinds.Endpoints, Endpoints(endpoint), cancellationToken);
        }
    }

    private async Task EnsureAsync<T>(ResourceKind<T> kind, T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (await client.Resource(kind).FindAsync(resource.Metadata.NamespaceProperty, resource.Metadata.Name, cancellationToken) is null)
        {
            await client.Resource(kind).CreateAsync(resource, cancellationToken);
        }
    }

    private async Task PublishAsync<T>(ResourceKind<T> kind, T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var present = await client.Resource(kind).FindAsync(resource.Metadata.NamespaceProperty, resource.Metadata.Name, cancellationToken);
        if (present is null)
        {
            await client.Resource(kind).CreateAsync(resource, cancellationToken);
            return;
        }

        resource.Metadata.ResourceVersion = present.Metadata.ResourceVersion;
        await client.Resource(kind).UpdateAsync(resource, cancellationToken);
    }

    private static V1StorageClass Standard() => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = LocalStorage.ClassName,
            Annotations = new Dictionary<string, string> { [LocalStorage.DefaultClass] = "true" },
        },
        Provisioner = LocalStorage.Provisioner,
        ReclaimPolicy = "Delete",
        AllowVolumeExpansion = true,
        VolumeBindingMode = "WaitForFirstConsumer",
    };

    private V1Service Service() => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = KubernetesService,
            NamespaceProperty = Namespace,
            Labels = new Dictionary<string, string> { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            ClusterIP = options.ServiceAddress,
            ClusterIPs = [options.ServiceAddress],
            Ports = [new V1ServicePort { Name = "https", Port = 443, Protocol = "TCP", TargetPort = options.ApiServerEndpoint?.Port ?? 443 }],
        },
    };

    private static V1EndpointSlice Slice(IPEndPoint endpoint) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = KubernetesService,
            NamespaceProperty = Namespace,
            Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = KubernetesService },
        },
        AddressType = "IPv4",
        Ports = [new Discoveryv1EndpointPort { Name = "https", Port = endpoint.Port, Protocol = "TCP" }],
        Endpoints = [new V1Endpoint { Addresses = [endpoint.Address.ToString()], Conditions = new V1EndpointConditions { Ready = true, Serving = true, Terminating = false } }],
    };

    private static V1Endpoints Endpoints(IPEndPoint endpoint) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = KubernetesService,
            NamespaceProperty = Namespace,
            Labels = new Dictionary<string, string> { ["endpointslice.kubernetes.io/skip-mirror"] = "true" },
        },
        Subsets =
        [
            new V1EndpointSubset
            {
                Addresses = [new V1EndpointAddress { Ip = endpoint.Address.ToString() }],
                Ports = [new Corev1EndpointPort { Name = "https", Port = endpoint.Port, Protocol = "TCP" }],
            },
        ],
    };
}
