namespace Operon.Runtime;

/// <summary>Hands what a reflector reads to each representation its form of it.</summary>
internal sealed class FeedTarget(ICacheForm[] forms) : IReflectorTarget
{
    public void Replace(WatchScope scope, IReadOnlyList<ObservedObject> items, string resourceVersion)
    {
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i].Replace(scope, items, i, resourceVersion);
        }
    }

    public DateTime? Set(WatchScope scope, ObservedObject observed)
    {
        DateTime? writtenAt = null;
        for (var i = 0; i < forms.Length; i++)
        {
            writtenAt = forms[i].Set(scope, observed, i) ?? writtenAt;
        }

        return writtenAt;
    }

    public void Remove(WatchScope scope, ObservedObject observed)
    {
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i].Remove(scope, observed, i);
        }
    }

    public void Advance(WatchScope scope, string resourceVersion)
    {
        foreach (var form in forms)
        {
            form.Advance(scope, resourceVersion);
        }
    }
}
