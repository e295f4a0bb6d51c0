using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Publishes <c>events.k8s.io/v1</c> Events about objects; <c>kubectl describe</c> shows them. Never blocks and never throws: events are a courtesy, not a
/// record. What repeats becomes one Event with a series; what does not fit into the queue is dropped and counted.
/// </summary>
public interface IEventRecorder
{
    /// <summary>Publishes an event of type <c>Normal</c>.</summary>
    void Normal(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message);

    /// <summary>Publishes an event of type <c>Warning</c>.</summary>
    void Warning(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message);

    /// <summary>Publishes an event with an action or a second object.</summary>
    void Publish(ObjectEvent happening)
    {
        ArgumentNullException.ThrowIfNull(happening);
        if (happening.IsWarning)
        {
            Warning(happening.Regarding, happening.Reason, happening.Note);
        }
        else
        {
            Normal(happening.Regarding, happening.Reason, happening.Note);
        }
    }
}
