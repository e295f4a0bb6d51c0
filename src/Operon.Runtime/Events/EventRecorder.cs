using k8s;
using k8s.Models;

namespace Operon.Runtime;

internal sealed class EventRecorder(EventPublisher publisher, string component, TimeProvider time) : IEventRecorder
{
    public void Normal(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message) => Record(regarding, "Normal", reason, message);

    public void Warning(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message) => Record(regarding, "Warning", reason, message);

    private void Record(IKubernetesObject<V1ObjectMeta> regarding, string type, string reason, string message)
    {
        var reference = new V1ObjectReference
        {
            ApiVersion = regarding.ApiVersion,
            Kind = regarding.Kind,
            Name = regarding.Metadata.Name,
            NamespaceProperty = regarding.Metadata.NamespaceProperty,
            Uid = regarding.Metadata.Uid,
            ResourceVersion = regarding.Metadata.ResourceVersion,
        };
        publisher.Publish(new EventRecord(component, reference, type, reason, message, time.GetUtcNow().UtcDateTime));
    }
}
