using System.Collections;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The log scope of a reconcile: <c>controller</c>, <c>namespace</c>, <c>name</c>, <c>reconcileID</c>.</summary>
internal sealed class ReconcileScope(string controller, ObjectKey key, Guid reconcileId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("controller", controller),
        1 => new("namespace", key.Namespace),
        2 => new("name", key.Name),
        3 => new("reconcileID", reconcileId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"controller={controller} object={key} reconcileID={reconcileId}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
