using System.Collections;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// The log scope of a reconcile: <c>controller</c>, <c>controllerGroup</c>, <c>controllerKind</c>, <c>namespace</c>, <c>name</c>, <c>reconcileID</c>.
/// </summary>
internal sealed class ReconcileScope(string controller, ResourceType? type, string? namespaceName, string name, Guid reconcileId)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 6;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("controller", controller),
        1 => new("controllerGroup", type?.Group),
        2 => new("controllerKind", type?.Kind),
        3 => new("namespace", namespaceName),
        4 => new("name", name),
        5 => new("reconcileID", reconcileId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"controller={controller} object={(namespaceName is null ? name : $"{namespaceName}/{name}")} reconcileID={reconcileId}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
