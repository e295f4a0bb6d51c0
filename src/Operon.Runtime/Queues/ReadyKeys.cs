namespace Operon.Runtime;

/// <summary>
/// Keys that wait for a worker: first in, first out inside a priority, the highest priority first, except that each so many-th turn, while lower
/// priorities wait, belongs to the one of them that waited longest. So nothing starves, however many urgent keys keep coming.
/// </summary>
internal sealed class ReadyKeys<TKey>(int lowerPriorityTurn)
{
    private const int MostEmptyLevels = 8;

    // From the highest priority to the lowest. Few: most controllers use two.
    private readonly List<EntryList<TKey>> _levels = [];
    private int _turns;

    public int Count { get; private set; }

    public EntryList<TKey> Append(QueueEntry<TKey> entry)
    {
        var level = Level(entry.Priority);
        level.Append(entry);
        Count++;
        return level;
    }

    public void Remove(QueueEntry<TKey> entry)
    {
        entry.List!.Remove(entry);
        Count--;
    }

    public QueueEntry<TKey>? Next()
    {
        QueueEntry<TKey>? urgent = null;
        QueueEntry<TKey>? longest = null;
        foreach (var level in _levels)
        {
            if (level.First is not { } first)
            {
                continue;
            }

            if (urgent is null)
            {
                urgent = first;
            }
            else if (longest is null || first.Since < longest.Since)
            {
                longest = first;
            }
        }

        if (longest is null)
        {
            _turns = 0;
            return urgent;
        }

        if (++_turns < lowerPriorityTurn)
        {
            return urgent;
        }

        _turns = 0;
        return longest;
    }

    private EntryList<TKey> Level(int priority)
    {
        var i = 0;
        for (; i < _levels.Count && _levels[i].Priority >= priority; i++)
        {
            if (_levels[i].Priority == priority)
            {
                return _levels[i];
            }
        }

        var level = new EntryList<TKey>(priority);
        _levels.Insert(i, level);
        if (_levels.Count > MostEmptyLevels)
        {
            RemoveEmptyLevels(level);
        }

        return level;
    }

    // A method of its own: a closure in the other would be allocated on each call.
    private void RemoveEmptyLevels(EntryList<TKey> except) => _levels.RemoveAll(level => level.Count == 0 && level != except);
}
