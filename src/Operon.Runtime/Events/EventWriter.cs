using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Creates the Event of a series, or brings its count up to date. Where the rights cover only the older core API, as the roles of many operators do,
/// Events are written there, in its form.
/// </summary>
internal sealed class EventWriter(IKubernetesClient client, string host)
{
    private const int LongestNote = 1024;
    private const int LongestWord = 128;
    private const int LongestName = 230;
    private static readonly ResourceKind<Eventsv1Event> _kind = new(
        new ResourceType("events.k8s.io", "v1", "Event", "events", IsNamespaced: true), KubernetesJson.TypeInfo<Eventsv1Event>(RuntimeJson.Default));

    private readonly IResourceClient<Eventsv1Event> _events = client.Resource(_kind);
    private readonly IResourceClient<Corev1Event> _coreEvents = client.Resource(ResourceKinds.Event);
    private volatile bool _usesCore;

    public async Task WriteAsync(EventSeries series, int count, DateTime lastSeen, CancellationToken cancellationToken)
    {
        if (series.IsStored)
        {
            if (await TryUpdateAsync(series, count, lastSeen, cancellationToken))
            {
                return;
            }

            series.IsStored = false;
            series.Name = null;
        }

        series.Name ??= $"{Head(series.First.Regarding.Name, LongestName)}.{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..16]}";
        try
        {
            await CreateAsync(series, series.Name, count, lastSeen, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            // The answer to an earlier try was lost.
        }

        series.IsStored = true;
    }

    private async Task CreateAsync(EventSeries series, string name, int count, DateTime lastSeen, CancellationToken cancellationToken)
    {
        if (!_usesCore)
        {
            try
            {
                await _events.CreateAsync(New(series, name, count, lastSeen), cancellationToken);
                return;
            }
            catch (KubernetesApiException e) when (e.IsForbidden && !e.IsNamespaceTerminating)
            {
                // The refusal of the older API, should it come too, is the one that is told.
            }
        }

        await _coreEvents.CreateAsync(NewCore(series, name, count, lastSeen), cancellationToken);
        _usesCore = true;
    }

    /// <summary>False when the Event is gone: a server keeps them for an hour.</summary>
    private async Task<bool> TryUpdateAsync(EventSeries series, int count, DateTime lastSeen, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["series"] = new JsonObject
            {
                ["count"] = count,
                ["lastObservedTime"] = lastSeen.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            },
        };
        try
        {
            if (_usesCore)
            {
                var seen = new JsonObject { ["count"] = count, ["lastTimestamp"] = lastSeen.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
                await _coreEvents.PatchAsync(NamespaceOf(series.First.Regarding), series.Name!, Patch.Merge(seen), cancellationToken);
                return true;
            }

            await _events.PatchAsync(NamespaceOf(series.First.Regarding), series.Name!, Patch.Merge(patch), cancellationToken);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private Eventsv1Event New(EventSeries series, string name, int count, DateTime lastSeen)
    {
        var first = series.First;
        return new Eventsv1Event
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = NamespaceOf(first.Regarding) },
            EventTime = first.Time,
            ReportingController = first.Controller,
            ReportingInstance = Head($"{first.Controller}-{host}", LongestWord),
            Type = first.Type,
            Action = Head(first.Action, LongestWord),
            Reason = Head(first.Reason, LongestWord),
            Regarding = first.Regarding,
            Related = first.Related,
            Note = Head(series.Note, LongestNote),
            Series = count == 1 ? null : new Eventsv1EventSeries { Count = count, LastObservedTime = lastSeen },
        };
    }

    private static Corev1Event NewCore(EventSeries series, string name, int count, DateTime lastSeen)
    {
        var first = series.First;
        return new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = NamespaceOf(first.Regarding) },
            FirstTimestamp = first.Time,
            LastTimestamp = lastSeen,
            Count = count,
            Source = new V1EventSource { Component = first.Controller },
            Type = first.Type,
            Reason = Head(first.Reason, LongestWord),
            InvolvedObject = first.Regarding,
            Related = first.Related,
            Message = Head(series.Note, LongestNote),
        };
    }

    /// <summary>Events about cluster-scoped objects live in <c>default</c>.</summary>
    private static string NamespaceOf(V1ObjectReference regarding) => regarding.NamespaceProperty is { Length: > 0 } own ? own : "default";

    /// <summary>The server counts bytes of UTF-8; no character is cut in two.</summary>
    private static string Head(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
