using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Lets a new version of an object keep what the version before has and did not change. Most of an object's metadata never changes; without this every
/// event would leave a full copy of it for the garbage collector to move, and a burst of events would pay for that in pauses.
/// </summary>
internal static class UnchangedMetadata
{
    /// <summary>Does nothing when <paramref name="now"/> is another object of the same name.</summary>
    public static void Keep(V1ObjectMeta before, V1ObjectMeta now)
    {
        if (before.Uid != now.Uid)
        {
            return;
        }

        now.Uid = before.Uid;
        now.Name = Same(before.Name, now.Name);
        now.GenerateName = Same(before.GenerateName, now.GenerateName);
        now.Labels = Same(before.Labels, now.Labels);
        now.Annotations = Same(before.Annotations, now.Annotations);
        now.Finalizers = Same(before.Finalizers, now.Finalizers);
        now.OwnerReferences = Same(before.OwnerReferences, now.OwnerReferences);
    }

    private static string? Same(string? before, string? now) => before == now ? before : now;

    /// <summary>The map as it was; one that differs keeps its equal values, which may be long.</summary>
    private static IDictionary<string, string>? Same(IDictionary<string, string>? before, IDictionary<string, string>? now)
    {
        if (before is not Dictionary<string, string> old || now is not Dictionary<string, string> map)
        {
            return now;
        }

        var equal = 0;
        foreach (var (name, value) in map)
        {
            if (old.TryGetValue(name, out var known) && known == value)
            {
                // Setting the value of a key that is there does not end the enumeration.
                map[name] = known;
                equal++;
            }
        }

        return equal == map.Count && equal == old.Count ? old : map;
    }

    private static IList<string>? Same(IList<string>? before, IList<string>? now) =>
        before is not null && now is not null && before.SequenceEqual(now, StringComparer.Ordinal) ? before : now;

    private static IList<V1OwnerReference>? Same(IList<V1OwnerReference>? before, IList<V1OwnerReference>? now)
    {
        if (before is null || now is null || before.Count != now.Count)
        {
            return now;
        }

        for (var i = 0; i < before.Count; i++)
        {
            var (one, other) = (before[i], now[i]);
            if (one.Uid != other.Uid || one.Controller != other.Controller || one.BlockOwnerDeletion != other.BlockOwnerDeletion
                || one.Kind != other.Kind || one.Name != other.Name || one.ApiVersion != other.ApiVersion)
            {
                return now;
            }
        }

        return before;
    }
}
