using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>All objects by uid, and who depends on whom. Each change answers with the uids that are to be examined because of it.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GraphNode> _nodes = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = [];

    public GraphNode? Find(string uid)
    {
        lock (_gate)
        {
            return _nodes.GetValueOrDefault(uid);
        }
    }

    public IReadOnlyList<GraphNode> DependentsOf(string uid)
    {
        lock (_gate)
        {
            return _dependents.TryGetValue(uid, out var uids) ? [.. uids.Select(u => _nodes.GetValueOrDefault(u)).OfType<GraphNode>()] : [];
        }
    }

    public IReadOnlyList<string> Set(GraphNode node)
    {
        lock (_gate)
        {
            var before = _nodes.GetValueOrDefault(node.Uid);
            _nodes[node.Uid] = node;
            var owners = node.Owners.Select(o => o.Uid).ToHashSet();
            var oldOwners = before?.Owners.Select(o => o.Uid).ToHashSet() ?? [];
            foreach (var gone in oldOwners.Except(owners))
            {
                Unlink(gone, node.Uid);
            }

            foreach (var owner in owners)
            {
                (_dependents.TryGetValue(owner, out var list) ? list : _dependents[owner] = []).Add(node.Uid);
            }

            var changed = new List<string>(oldOwners.Except(owners));
            if (node.IsDeleting ? node.IsDeletingForeground || node.IsOrphaning : owners.Count > 0 && (before is null || !owners.SetEquals(oldOwners)))
            {
                changed.Add(node.Uid);
            }

            // An owner that waits for this one may stop waiting when the reference no longer blocks.
            changed.AddRange(owners.Where(o => _nodes.GetValueOrDefault(o)?.IsDeletingForeground == true));
            return changed;
        }
    }

    public IReadOnlyList<string> Remove(string uid)
    {
        lock (_gate)
        {
            if (!_nodes.Remove(uid, out var node))
            {
                return [];
            }

            foreach (var owner in node.Owners)
            {
                Unlink(owner.Uid, uid);
            }

            return [.. node.Owners.Select(o => o.Uid), .. _dependents.TryGetValue(uid, out var dependents) ? dependents : []];
        }
    }

    /// <summary>Objects of a resource that are not among <paramref name="alive"/>: a fresh list did not show them.</summary>
    public IReadOnlyList<string> Missing(ResourceType type, IReadOnlySet<string> alive)
    {
        lock (_gate)
        {
            return [.. _nodes.Values.Where(n => n.Type == type && !alive.Contains(n.Uid)).Select(n => n.Uid)];
        }
    }

    private void Unlink(string owner, string dependent)
    {
        if (_dependents.TryGetValue(owner, out var list) && list.Remove(dependent) && list.Count == 0)
        {
            _dependents.Remove(owner);
        }
    }
}
