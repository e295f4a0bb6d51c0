using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

/// <summary>
/// Decisions the cache does not show yet: a binding on its way, or a node chosen for a pod whose volume is still being made. Later
/// decisions count these pods as placed. Used by one worker only.
/// </summary>
internal sealed class AssumedPods
{
    private readonly Dictionary<string, string> _nodeByUid = [];

    public void Assume(V1Pod pod, string node) => _nodeByUid[pod.Metadata.Uid] = node;

    public void Forget(string uid) => _nodeByUid.Remove(uid);

    /// <summary>All pods with a node, by fact or by assumption, but for <paramref name="subject"/>.</summary>
    public IReadOnlyList<(V1Pod Pod, string Node)> Placed(IReadOnlyList<V1Pod> pods, V1Pod subject)
    {
        var result = new List<(V1Pod Pod, string Node)>(pods.Count);
        var alive = new HashSet<string>();
        foreach (var pod in pods)
        {
            var uid = pod.Metadata.Uid;
            if (!string.IsNullOrEmpty(pod.Spec.NodeName))
            {
                result.Add((pod, pod.Spec.NodeName));
            }
            else if (_nodeByUid.TryGetValue(uid, out var node))
            {
                alive.Add(uid);
                if (uid != subject.Metadata.Uid)
                {
                    result.Add((pod, node));
                }
            }
        }

        foreach (var settled in _nodeByUid.Keys.Where(uid => !alive.Contains(uid)).ToList())
        {
            _nodeByUid.Remove(settled);
        }

        return result;
    }
}
