using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Checks and sorts a graph.</summary>
internal static class DependentOrder
{
    // Part of object names and annotation keys.
    private const int LongestName = 40;

    public static void CheckName(string name)
    {
        var isLabel = name.Length is > 0 and <= LongestName && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (!isLabel)
        {
            throw new ArgumentException(
                $"'{name}' cannot name a dependent: it becomes part of object names, so use at most {LongestName} lower-case letters, digits and hyphens.", nameof(name));
        }
    }

    /// <summary>Each after those it depends on; otherwise in the order of declaration.</summary>
    public static IReadOnlyList<DependentDefinition<T>> Sort<T>(IReadOnlyList<DependentDefinition<T>> nodes)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var byName = new Dictionary<string, DependentDefinition<T>>();
        foreach (var node in nodes)
        {
            if (!byName.TryAdd(node.Name, node))
            {
                throw new ArgumentException($"The graph has two dependents named '{node.Name}'; names must be unique.");
            }
        }

        foreach (var node in nodes)
        {
            if (node.Conditions.DependsOn.FirstOrDefault(other => !byName.ContainsKey(other)) is { } unknown)
            {
                throw new ArgumentException(
                    $"The dependent '{node.Name}' depends on '{unknown}', which the graph does not have. It has: {string.Join(", ", byName.Keys)}.");
            }
        }

        var sorted = new List<DependentDefinition<T>>();
        var path = new List<string>();
        foreach (var node in nodes)
        {
            Visit(node);
        }

        return sorted;

        void Visit(DependentDefinition<T> node)
        {
            if (sorted.Contains(node))
            {
                return;
            }

            if (path.IndexOf(node.Name) is var start and >= 0)
            {
                throw new ArgumentException($"The dependents form a cycle: {string.Join(" -> ", path.Skip(start).Append(node.Name))}. Remove one of the dependencies.");
            }

            path.Add(node.Name);
            foreach (var name in node.Conditions.DependsOn)
            {
                Visit(byName[name]);
            }

            path.RemoveAt(path.Count - 1);
            sorted.Add(node);
        }
    }
}
