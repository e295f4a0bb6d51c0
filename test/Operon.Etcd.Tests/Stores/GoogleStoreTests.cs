using System.Text;
using Operon.Etcd.Api;
using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

public sealed class GoogleStoreTests : IAsyncLifetime
{
    private readonly FakeGoogle _google = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _google.StartAsync(Token);

    public ValueTask DisposeAsync() => _google.DisposeAsync();

    [Fact]
    public async Task Does_what_every_store_does_with_a_token_for_signed_claims()
    {
        var store = await OpenAsync(new() { ["credentials.json"] = _google.KeyFile() });
        await StoreContract.HoldsAsync(() => store, "contract", Token);

        // One token serves for its whole life.
        Assert.Equal(1, _google.TokensGiven);
    }

    [Fact]
    public async Task Refuses_the_second_of_two_writers()
    {
        var store = await OpenAsync(new() { ["access-token"] = Encoding.UTF8.GetBytes("fixed-token\n") });
        await StoreContract.RefusesTheSecondOfTwoWritersAsync(() => store, "contract", Token);
    }

    [Fact]
    public async Task Asks_the_metadata_server_where_no_secret_is_named()
    {
        using var store = await OpenAsync(null);
        Assert.Null(await store.FindAsync("nothing", Token));
        Assert.Equal(1, _google.TokensGiven);
    }

    [Fact]
    public async Task A_key_that_is_not_the_accounts_is_refused_in_Googles_words()
    {
        using var store = await OpenAsync(new() { ["credentials.json"] = _google.KeyFile(isForeign: true) });
        Assert.Contains("Invalid JWT Signature", (await Assert.ThrowsAsync<StoreException>(() => store.FindAsync("any", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_without_naming_it()
    {
        using var store = await OpenAsync(new() { ["access-token"] = Encoding.UTF8.GetBytes("stolen") });
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.FindAsync("any", Token));
        Assert.Contains("Invalid Credentials", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("stolen", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<IObjectStore> OpenAsync(Dictionary<string, byte[]>? secret)
    {
        var source = new BackupSource
        {
            StorageType = "GCS",
            Gcs = new GcsSource { Path = "backups/key", GcpSecret = secret is null ? null : "gcp", Endpoint = _google.Address.ToString() },
        };
        var opener = new StoreOpener(TimeProvider.System, name => name == "GCE_METADATA_HOST" ? _google.Address.Authority : null);
        return (await opener.OpenAsync(source, new FixedSecrets(new() { ["gcp"] = secret ?? [] }), Token)).Store;
    }
}
