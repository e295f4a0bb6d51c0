namespace Operon.Runtime;

/// <summary>One Event object and how often its cause was seen. The correlator counts, a writer writes, at the same time.</summary>
internal sealed class EventSeries(EventRecord first, string note)
{
    private readonly Lock _lock = new();
    private int _count = 1;
    private int _written;
    private bool _isWriting;
    private bool _isWanted;

    public EventRecord First => first;

    public string Note => note;

    public DateTime LastSeen { get; private set; } = first.Time;

    public DateTime LastWritten { get; private set; } = first.Time;

    /// <summary>Name of the object; equal for all tries to create it. Only the writer uses it.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the object was created. Only the writer uses it.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether more was seen than is stored.</summary>
    public bool IsAhead
    {
        get
        {
            lock (_lock)
            {
                return _count > _written;
            }
        }
    }

    /// <summary>Counts one more; returns how many there are.</summary>
    public int Seen(DateTime at)
    {
        lock (_lock)
        {
            LastSeen = at;
            return ++_count;
        }
    }

    /// <summary>Asks for a write; true when the caller has to start a writer, false when one is at work and will see to it.</summary>
    public bool Want(DateTime at)
    {
        lock (_lock)
        {
            LastWritten = at;
            _isWanted = true;
            if (_isWriting)
            {
                return false;
            }

            _isWriting = true;
            return true;
        }
    }

    /// <summary>What to write; null when nothing is asked for, which ends the writer.</summary>
    public (int Count, DateTime LastSeen)? Next()
    {
        lock (_lock)
        {
            // Asked for while the same count was on its way: nothing more to say.
            _isWriting = _isWanted && _count > _written;
            if (!_isWriting)
            {
                _isWanted = false;
                return null;
            }

            _isWanted = false;
            return (_count, LastSeen);
        }
    }

    /// <summary>Ends the writer without success; a later event may start another.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            _isWriting = false;
            _isWanted = false;
            _written = _count;
        }
    }

    public void Written(int count)
    {
        lock (_lock)
        {
            _written = count;
        }
    }
}
