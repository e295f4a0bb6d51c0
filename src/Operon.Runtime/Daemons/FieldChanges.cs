using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Compares two states of an object field by field.</summary>
public static class FieldChanges
{
    private static readonly string[] _serverFields = ["resourceVersion", "generation", "managedFields"];

    /// <summary>
    /// What differs between <paramref name="old"/> and <paramref name="now"/>, in the order of the fields. An object or list that is new or gone is one
    /// change; list items compare by position. <c>metadata.resourceVersion</c>, <c>generation</c> and <c>managedFields</c>, which change with
    /// every write, are left out.
    /// </summary>
    public static IReadOnlyList<FieldChange> Between<T>(ResourceKind<T> kind, T? old, T? now)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var changes = new List<FieldChange>();
        Compare("", Tree(kind, old), Tree(kind, now), changes);
        return changes;
    }

    private static JsonObject Tree<T>(ResourceKind<T> kind, T? resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var tree = resource is null ? [] : JsonSerializer.SerializeToNode(resource, kind.Json)!.AsObject();
        if (tree["metadata"] is JsonObject metadata)
        {
            foreach (var field in _serverFields)
            {
                metadata.Remove(field);
            }
        }

        return tree;
    }

    private static void Compare(string path, JsonNode? old, JsonNode? now, List<FieldChange> changes)
    {
        switch (old, now)
        {
            case (null, null):
                break;
            case (null, not null):
                changes.Add(new FieldChange(FieldOperation.Added, path, null, now));
                break;
            case (not null, null):
                changes.Add(new FieldChange(FieldOperation.Removed, path, old, null));
                break;
            case (JsonObject before, JsonObject after):
                foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
                {
                    Compare(Append(path, name), before[name], after[name], changes);
                }

                break;
            case (JsonArray before, JsonArray after):
                for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
                {
                    Compare(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), i < before.Count ? before[i] : null, i < after.Count ? after[i] : null, changes);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(old, now))
                {
                    changes.Add(new FieldChange(FieldOperation.Changed, path, old, now));
                }

                break;
        }
    }

    private static string Append(string path, string name) =>
        name.AsSpan().ContainsAny('.', '[', '/') ? $"{path}['{name}']" : path.Length == 0 ? name : $"{path}.{name}";
}
