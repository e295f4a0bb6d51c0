using Operon.Etcd.Stores;
using Operon.Etcd.Stores.Files;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

public sealed class FileStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("operon-store-").FullName;

    [Fact]
    public Task Does_what_every_store_does() => StoreContract.HoldsAsync(() => new FileStore(_root, "claim"), "folder", TestContext.Current.CancellationToken);

    [Fact]
    public Task Refuses_the_second_of_two_writers() =>
        StoreContract.RefusesTheSecondOfTwoWritersAsync(() => new FileStore(_root, "claim"), "folder", TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    public async Task Stays_in_its_folder(string key)
    {
        using var store = new FileStore(_root, "claim");
        await Assert.ThrowsAsync<StoreException>(() => store.FindAsync(key, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
