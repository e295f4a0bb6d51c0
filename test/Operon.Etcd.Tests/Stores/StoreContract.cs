using System.Security.Cryptography;
using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

/// <summary>What every store has to do, whoever it belongs to.</summary>
internal static class StoreContract
{
    /// <param name="open">Opens the store anew.</param>
    /// <param name="prefix">Beginning of keys nobody else uses.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public static async Task HoldsAsync(Func<IObjectStore> open, string prefix, CancellationToken cancellationToken)
    {
        using var store = open();
        var small = RandomNumberGenerator.GetBytes(1000);
        var large = RandomNumberGenerator.GetBytes((2 * ObjectUpload.PartSize) + 4321);
        var whole = RandomNumberGenerator.GetBytes(ObjectUpload.PartSize);
        var name = $"{prefix}/a b+c_v12_2026-01-02-03:04:05";

        Assert.Null(await store.FindAsync(name, cancellationToken));
        await WriteAsync(store, name, small, cancellationToken);
        await WriteAsync(store, $"{prefix}/large", large, cancellationToken);
        await WriteAsync(store, $"{prefix}/whole", whole, cancellationToken);
        Assert.Equal(small.Length, (await store.FindAsync(name, cancellationToken))!.Size);
        Assert.Equal(small, await ReadAsync(store, name, 0, cancellationToken));
        Assert.Equal(large, await ReadAsync(store, $"{prefix}/large", 0, cancellationToken));
        Assert.Equal(large[(ObjectUpload.PartSize + 5)..], await ReadAsync(store, $"{prefix}/large", ObjectUpload.PartSize + 5, cancellationToken));
        Assert.Equal(whole, await ReadAsync(store, $"{prefix}/whole", 0, cancellationToken));

        // What is there is not replaced, whether it is known before or only at the end.
        await Assert.ThrowsAsync<ObjectExistsException>(() => store.CreateAsync(name, cancellationToken));

        // What is given up does not appear.
        await using (var upload = await store.CreateAsync($"{prefix}/given-up", cancellationToken))
        {
            await upload.WriteAsync(large, cancellationToken);
        }

        Assert.Equal([name, $"{prefix}/large", $"{prefix}/whole"], (await ListAsync(store, $"{prefix}/", cancellationToken)).Order(StringComparer.Ordinal));
        Assert.Equal([name], await ListAsync(store, $"{prefix}/a b", cancellationToken));
        await store.DeleteAsync(name, cancellationToken);
        await store.DeleteAsync(name, cancellationToken);
        Assert.Null(await store.FindAsync(name, cancellationToken));
        await Assert.ThrowsAsync<StoreException>(() => ReadAsync(store, name, 0, cancellationToken));
    }

    /// <summary>Two writers of one key: the second commit is refused, by stores that have conditional writes.</summary>
    public static async Task RefusesTheSecondOfTwoWritersAsync(Func<IObjectStore> open, string prefix, CancellationToken cancellationToken)
    {
        using var store = open();
        await using var first = await store.CreateAsync($"{prefix}/race", cancellationToken);
        await using var second = await store.CreateAsync($"{prefix}/race", cancellationToken);
        await first.WriteAsync(new byte[] { 1 }, cancellationToken);
        await second.WriteAsync(new byte[] { 2 }, cancellationToken);
        await first.CommitAsync(cancellationToken);
        await Assert.ThrowsAsync<ObjectExistsException>(() => second.CommitAsync(cancellationToken));
        Assert.Equal([1], await ReadAsync(store, $"{prefix}/race", 0, cancellationToken));
    }

    private static async Task WriteAsync(IObjectStore store, string key, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(key, cancellationToken);
        foreach (var piece in bytes.Chunk(3_000_000))
        {
            await upload.WriteAsync(piece, cancellationToken);
        }

        await upload.CommitAsync(cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(IObjectStore store, string key, long offset, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenAsync(key, offset, cancellationToken);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static async Task<List<string>> ListAsync(IObjectStore store, string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var stored in store.ListAsync(prefix, cancellationToken))
        {
            keys.Add(stored.Key);
        }

        return keys;
    }
}
