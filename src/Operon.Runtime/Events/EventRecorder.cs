using k8s;
using k8s.Models;

namespace Operon.Runtime;

internal sealed class EventRecorder(EventPublisher publisher, string controller, TimeProvider time) : IEventRecorder
{
    public void Normal(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message) =>
        Publish(new ObjectEvent { Regarding = regarding, Reason = reason, Note = message });

    public void Warning(IKubernetesObject<V1ObjectMeta> regarding, string reason, string message) =>
        Publish(new ObjectEvent { Regarding = regarding, Reason = reason, Note = message, IsWarning = true });

    public void Publish(ObjectEvent happening) => publisher.Publish(new EventRecord(
        controller,
        Reference(happening.Regarding),
        happening.Related is null ? null : Reference(happening.Related),
        happening.IsWarning ? "Warning" : "Normal",
        happening.Action ?? happening.Reason,
        happening.Reason,
        happening.Note,
        time.GetUtcNow().UtcDateTime));

    private static V1ObjectReference Reference(IKubernetesObject<V1ObjectMeta> resource) => new()
    {
        ApiVersion = resource.ApiVersion,
        Kind = resource.Kind,
        Name = resource.Metadata.Name,
        NamespaceProperty = resource.Metadata.NamespaceProperty,
        Uid = resource.Metadata.Uid,
        ResourceVersion = resource.Metadata.ResourceVersion,
    };
}
