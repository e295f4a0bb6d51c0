using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The controller a graph is attached to.</summary>
internal sealed class DependentAttachment<T>(ControllerManager manager, ControllerBuilder<T> builder, string controller, ResourceKind<T> primary)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ControllerManager Manager => manager;

    public ControllerBuilder<T> Builder => builder;

    /// <summary>The field manager of everything the graph writes.</summary>
    public string Controller => controller;

    public ResourceKind<T> Primary => primary;

    /// <summary>Primary objects stay until the graph has let them go.</summary>
    public bool HasFinalizer { get; set; }

    public Action<ObjectKey> Wake { get; set; } = _ => { };
}
