using k8s.Models;

namespace Operon.Runtime;

/// <summary>An event to publish.</summary>
internal sealed record EventRecord(
    string Controller, V1ObjectReference Regarding, V1ObjectReference? Related, string Type, string Action, string Reason, string Note, DateTime Time)
{
    /// <summary>Events of equal keys are about the same thing. The instance is one for the whole process.</summary>
    public EventKey Key => new(Type, Action, Reason, Controller, EventKey.Of(Regarding), Related is null ? "" : EventKey.Of(Related));
}
