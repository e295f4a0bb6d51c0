using System.Collections;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The log scope of a daemon: <c>daemon</c>, <c>namespace</c>, <c>name</c>.</summary>
internal sealed class DaemonScope(string daemon, ObjectKey key) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("daemon", daemon),
        1 => new("namespace", key.Namespace),
        2 => new("name", key.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"daemon={daemon} object={key}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
