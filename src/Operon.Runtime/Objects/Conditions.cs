using k8s.Models;

namespace Operon.Runtime;

/// <summary>Status conditions of type <c>meta/v1 Condition</c>.</summary>
public static class Conditions
{
    /// <summary>
    /// The list with <paramref name="condition"/> in place of the one of its type. <c>lastTransitionTime</c> stays while the status does, and becomes
    /// <paramref name="now"/> when it changes. Set <c>observedGeneration</c> to the generation the status was computed for.
    /// </summary>
    public static IReadOnlyList<V1Condition> Set(IEnumerable<V1Condition>? conditions, V1Condition condition, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var result = conditions?.ToList() ?? [];
        var index = result.FindIndex(known => known.Type == condition.Type);
        condition.LastTransitionTime = index >= 0 && result[index].Status == condition.Status ? result[index].LastTransitionTime : now.UtcDateTime;
        if (index >= 0)
        {
            result[index] = condition;
        }
        else
        {
            result.Add(condition);
        }

        return result;
    }

    /// <summary>As above, from parts. <paramref name="status"/> null stands for <c>Unknown</c>.</summary>
    public static IReadOnlyList<V1Condition> Set(
        IEnumerable<V1Condition>? conditions, string type, bool? status, string reason, string message, long? observedGeneration, DateTimeOffset now) =>
        Set(conditions, new V1Condition { Type = type, Status = Text(status), Reason = reason, Message = message, ObservedGeneration = observedGeneration }, now);

    /// <summary>The list without the condition of a type.</summary>
    public static IReadOnlyList<V1Condition> Remove(IEnumerable<V1Condition>? conditions, string type) => [.. conditions?.Where(known => known.Type != type) ?? []];

    /// <summary>The condition of a type; null when there is none.</summary>
    public static V1Condition? Find(IEnumerable<V1Condition>? conditions, string type) => conditions?.FirstOrDefault(known => known.Type == type);

    /// <summary>Whether the condition of a type is there with status <c>True</c>.</summary>
    public static bool IsTrue(IEnumerable<V1Condition>? conditions, string type) => IsPresentAndEqual(conditions, type, "True");

    /// <summary>Whether the condition of a type is there with status <c>False</c>: an absent one is not.</summary>
    public static bool IsFalse(IEnumerable<V1Condition>? conditions, string type) => IsPresentAndEqual(conditions, type, "False");

    /// <summary>Whether the condition of a type is there with this status.</summary>
    public static bool IsPresentAndEqual(IEnumerable<V1Condition>? conditions, string type, string status) => Find(conditions, type)?.Status == status;

    /// <summary>
    /// Whether the condition of a type is <c>True</c> for this generation of the object: one that was observed for an earlier generation says nothing about
    /// the present spec.
    /// </summary>
    public static bool IsTrueFor(IEnumerable<V1Condition>? conditions, string type, long? generation) =>
        Find(conditions, type) is { Status: "True" } found && (found.ObservedGeneration is null || found.ObservedGeneration == generation);

    private static string Text(bool? status) => status switch
    {
        true => "True",
        false => "False",
        null => "Unknown",
    };
}
