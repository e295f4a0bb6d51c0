using Operon.Etcd.Stores;
using Operon.Etcd.Stores.Aliyun;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

public sealed class OssStoreTests : IAsyncLifetime
{
    private readonly FakeOss _oss = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _oss.StartAsync(Token);

    public ValueTask DisposeAsync() => _oss.DisposeAsync();

    [Fact]
    public Task Does_what_every_store_does() => StoreContract.HoldsAsync(() => Open(), "contract", Token);

    [Fact]
    public Task Refuses_the_second_of_two_writers() => StoreContract.RefusesTheSecondOfTwoWritersAsync(() => Open(), "contract", Token);

    [Fact]
    public async Task A_wrong_secret_is_refused_without_naming_it()
    {
        using var store = Open("guessed");
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync("any", 0, Token));
        Assert.Contains("SignatureDoesNotMatch", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guessed", refusal.Message, StringComparison.Ordinal);
    }

    private OssStore Open(string secret = FakeOss.Secret) => new(StoreHttp.Create(null, TimeProvider.System), _oss.Address, "backups", new OssAccount(FakeOss.KeyId, secret, null));
}
