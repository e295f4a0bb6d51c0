using k8s.Models;

namespace Operon.Runtime;

/// <summary>Status conditions of type <c>meta/v1 Condition</c>.</summary>
public static class Conditions
{
    /// <summary>
    /// The list with <paramref name="condition"/> in place of the one of its type. <c>lastTransitionTime</c> stays while the status does, and becomes
    /// <paramref name="now"/> when it changes.
    /// </summary>
    public static IReadOnlyList<V1Condition> Set(IEnumerable<V1Condition>? conditions, V1Condition condition, DateTimeOffset now)
    {
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

    /// <summary>The condition of a type; null when there is none.</summary>
    public static V1Condition? Find(IEnumerable<V1Condition>? conditions, string type) => conditions?.FirstOrDefault(known => known.Type == type);

    /// <summary>Whether the condition of a type is there with status <c>True</c>.</summary>
    public static bool IsTrue(IEnumerable<V1Condition>? conditions, string type) => Find(conditions, type)?.Status == "True";
}
