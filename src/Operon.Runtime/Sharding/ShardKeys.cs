using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Which shard a key belongs to: the same in every process and version.</summary>
internal static class ShardKeys
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    public static int ShardOf<TKey>(TKey key, int shards, ShardBy by)
        where TKey : notnull
    {
        var hash = FnvOffset;
        if (key is ObjectKey { } resource)
        {
            hash = Add(hash, resource.Namespace);
            if (by == ShardBy.Object || string.IsNullOrEmpty(resource.Namespace))
            {
                hash = Add(Add(hash, "/"), resource.Name);
            }
        }
        else
        {
            hash = Add(hash, key.ToString());
        }

        return (int)(Mix(hash) % (ulong)shards);
    }

    private static ulong Add(ulong hash, string? text)
    {
        foreach (var letter in text ?? "")
        {
            hash = (hash ^ letter) * FnvPrime;
        }

        return hash;
    }

    /// <summary>FNV's low bits depend on few letters; this spreads them.</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
