using k8s.Models;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Volumes;

namespace Operon.LocalCluster.Pods;

/// <summary>What the containers of one pod share.</summary>
internal sealed class PodContext(PodServices services, V1Pod pod)
{
    private V1Pod _pod = pod;

    public PodServices Services { get; } = services;

    /// <summary>The pod as last seen in the API.</summary>
    public V1Pod Pod
    {
        get => Volatile.Read(ref _pod);
        set => Volatile.Write(ref _pod, value);
    }

    public PodDirectories Directories { get; } = new(services.DataDirectory, pod);

    public PodVolumes Volumes { get; } = new(new PodDirectories(services.DataDirectory, pod), services.Api, services.Time);

    /// <summary>Null before it is set up, and for pods on the host's network.</summary>
    public PodNetwork? Network { get; set; }

    public PodAddresses Addresses { get; set; } = new("", services.NodeAddress(pod.Spec.NodeName));

    /// <summary>Raised when a container's state changes.</summary>
    public event Action? Changed;

    public void RaiseChanged() => Changed?.Invoke();

    public DateTime Now => Services.Time.GetUtcNow().UtcDateTime;
}
