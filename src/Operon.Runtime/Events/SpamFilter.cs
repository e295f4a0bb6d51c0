namespace Operon.Runtime;

/// <summary>At most a burst of new events per source and object, then one now and then. The least recently used are forgotten.</summary>
internal sealed class SpamFilter
{
    public const int Burst = 25;
    private const int MostKnown = 4096;
    private static readonly TimeSpan _refill = TimeSpan.FromMinutes(5);
    private readonly Dictionary<(string Controller, string Regarding), LinkedListNode<Bucket>> _buckets = [];
    private readonly LinkedList<Bucket> _byUse = new();

    public bool Passes(EventRecord record)
    {
        var bucket = Touch((record.Controller, record.Key.Regarding), record.Time);
        bucket.Tokens = Math.Min(Burst, bucket.Tokens + ((record.Time - bucket.Time) / _refill));
        bucket.Time = record.Time;
        if (bucket.Tokens < 1)
        {
            return false;
        }

        bucket.Tokens--;
        return true;
    }

    private Bucket Touch((string, string) key, DateTime time)
    {
        if (_buckets.TryGetValue(key, out var known))
        {
            _byUse.Remove(known);
            _byUse.AddFirst(known);
            return known.Value;
        }

        if (_buckets.Count == MostKnown)
        {
            _buckets.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }

        return (_buckets[key] = _byUse.AddFirst(new Bucket(key) { Tokens = Burst, Time = time })).Value;
    }

    private sealed class Bucket((string, string) key)
    {
        public (string, string) Key => key;

        public double Tokens { get; set; }

        public DateTime Time { get; set; }
    }
}
