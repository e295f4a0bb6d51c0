using System.Collections.Concurrent;

namespace Operon.LocalCluster.Nodes;

/// <summary>Passes each text on once.</summary>
internal sealed class NoticeOnce(Action<string>? listener)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public void Tell(string text)
    {
        if (_told.TryAdd(text, true))
        {
            listener?.Invoke(text);
        }
    }
}
