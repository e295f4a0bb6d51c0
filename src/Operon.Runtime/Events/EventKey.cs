using k8s.Models;

namespace Operon.Runtime;

/// <summary>What makes events one series (KEP-383). The version of the object does not count.</summary>
internal readonly record struct EventKey(string Type, string Action, string Reason, string Controller, string Regarding, string Related)
{
    public static string Of(V1ObjectReference reference) =>
        $"{reference.ApiVersion}/{reference.Kind}/{reference.NamespaceProperty}/{reference.Name}/{reference.Uid}/{reference.FieldPath}";
}
