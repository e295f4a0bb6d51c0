namespace Operon.Runtime;

/// <summary>
/// Folds events into series and says which have to be written. Events of one key with different notes stay apart while they are few: a folded note is lost.
/// Not safe for concurrent use.
/// </summary>
internal sealed class EventCorrelator
{
    private const int MostNotes = 10;
    private const int MostFamilies = 4096;
    private const string Folded = "(combined from similar events): ";
    private static readonly TimeSpan _silence = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan _refresh = TimeSpan.FromMinutes(30);
    private readonly Dictionary<EventKey, Dictionary<string, EventSeries>> _families = [];
    private readonly SpamFilter _spam = new();

    public bool IsEmpty => _families.Count == 0;

    /// <summary>Counts an event. Returns the series to write now, or null; <paramref name="isSpam"/> tells that it was refused.</summary>
    public EventSeries? Observe(EventRecord record, out bool isSpam)
    {
        isSpam = false;
        var known = _families.GetValueOrDefault(record.Key);
        var isFolded = known is not null && known.Count >= MostNotes && !known.ContainsKey(record.Note);
        var slot = isFolded ? Folded : record.Note;
        if (known?.TryGetValue(slot, out var series) == true)
        {
            var before = series.LastSeen;
            return series.Seen(record.Time) == 2 || record.Time - series.LastWritten >= _refresh || record.Time - before >= _silence ? series : null;
        }

        if (!_spam.Passes(record))
        {
            isSpam = true;
            return null;
        }

        if (known is null)
        {
            known = _families[record.Key] = [];
        }

        return known[slot] = new EventSeries(record, isFolded ? Folded + record.Note : record.Note);
    }

    /// <summary>Series to write at this time: those that have come to an end, and those whose count is long out of date. Ended ones are forgotten.</summary>
    public IReadOnlyList<EventSeries> Sweep(DateTime now)
    {
        var due = new List<EventSeries>();
        foreach (var (key, family) in _families)
        {
            foreach (var (slot, series) in family)
            {
                var isOver = now - series.LastSeen >= _silence;
                if (series.IsAhead && (isOver || now - series.LastWritten >= _refresh))
                {
                    due.Add(series);
                }

                if (isOver)
                {
                    family.Remove(slot);
                }
            }

            if (family.Count == 0)
            {
                _families.Remove(key);
            }
        }

        return due;
    }

    /// <summary>Forgets all when there are too many to remember. Returns what still has to be written.</summary>
    public IReadOnlyList<EventSeries> Prune() => _families.Count > MostFamilies ? Flush() : [];

    /// <summary>Forgets all and returns what still has to be written.</summary>
    public IReadOnlyList<EventSeries> Flush()
    {
        IReadOnlyList<EventSeries> ahead = [.. _families.Values.SelectMany(family => family.Values).Where(series => series.IsAhead)];
        _families.Clear();
        return ahead;
    }
}
