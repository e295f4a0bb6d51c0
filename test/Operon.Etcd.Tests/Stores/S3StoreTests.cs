using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

[Collection(nameof(SharedObjectStores))]
public sealed class S3StoreTests(ObjectStoreServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Does_what_every_store_does() => StoreContract.HoldsAsync(() => servers.S3(), "contract", Token);

    [Fact]
    public async Task A_wrong_secret_is_refused_in_the_stores_own_words_without_naming_it()
    {
        using var store = servers.S3("not-the-secret");
        await using var upload = await store.CreateAsync("any", Token);
        await upload.WriteAsync(new byte[] { 1 }, Token);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => upload.CommitAsync(Token));
        Assert.Contains("SignatureDoesNotMatch", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsTransient);
    }
}
