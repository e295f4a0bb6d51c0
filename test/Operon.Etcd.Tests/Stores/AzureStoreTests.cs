using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

[Collection(nameof(SharedObjectStores))]
public sealed class AzureStoreTests(ObjectStoreServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Does_what_every_store_does() => StoreContract.HoldsAsync(() => servers.Azure(), "contract", Token);

    [Fact]
    public Task Refuses_the_second_of_two_writers() => StoreContract.RefusesTheSecondOfTwoWritersAsync(() => servers.Azure(), "two-writers", Token);

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        using var store = servers.Azure(new byte[64]);
        Assert.Contains("403", (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync("any", 0, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_does_not_exist_is_named()
    {
        using var store = servers.Azure(container: "nowhere");
        await using var upload = await store.CreateAsync("key", Token);
        await upload.WriteAsync(new byte[] { 1 }, Token);
        Assert.Contains("ContainerNotFound", (await Assert.ThrowsAsync<StoreException>(() => upload.CommitAsync(Token))).Message, StringComparison.Ordinal);
    }
}
