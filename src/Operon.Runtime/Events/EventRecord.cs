using k8s.Models;

namespace Operon.Runtime;

/// <summary>An event to publish; equal keys are one Event object whose count grows.</summary>
internal sealed record EventRecord(string Component, V1ObjectReference Regarding, string Type, string Reason, string Message, DateTime Time)
{
    public (string Component, string Object, string Type, string Reason, string Message) Key =>
        (Component, Regarding.Uid ?? $"{Regarding.Kind}/{Regarding.NamespaceProperty}/{Regarding.Name}", Type, Reason, Message);
}
