using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

[Collection(nameof(SharedObjectStores))]
public sealed class S3StoreTests(ObjectStoreServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Does_what_every_store_does() => StoreContract.HoldsAsync(() => servers.S3(), "contract", Token);

    // This server does not check signatures of version 4 (SignatureTests does), but it knows its keys.
    [Fact]
    public async Task An_unknown_access_key_is_refused_in_the_stores_own_words()
    {
        using var store = servers.S3("somebody");
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync("any", 0, Token));
        Assert.Contains("InvalidAccessKeyId", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsTransient);
    }

    [Fact]
    public async Task A_bucket_that_does_not_exist_is_told_when_it_is_written_to()
    {
        using var store = servers.S3(bucket: "nowhere");
        await using var upload = await store.CreateAsync("key", Token);
        await upload.WriteAsync(new byte[] { 1 }, Token);
        Assert.Contains("NoSuchBucket", (await Assert.ThrowsAsync<StoreException>(() => upload.CommitAsync(Token))).Message, StringComparison.Ordinal);
    }
}
