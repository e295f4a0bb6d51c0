using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Publishes core/v1 Events about objects. Never blocks and never throws: events are a courtesy, not a record.</summary>
public interface IEventRecorder
{
    /// <summary>Publishes an event of type <c>Normal</c>.</summary>
    void Normal(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message);

    /// <summary>Publishes an event of type <c>Warning</c>.</summary>
    void Warning(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message);
}
