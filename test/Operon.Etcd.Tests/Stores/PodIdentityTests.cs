using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

/// <summary>A pod whose service account has a role at Amazon needs no secret.</summary>
[Collection(nameof(SharedObjectStores))]
public sealed class PodIdentityTests(ObjectStoreServers servers) : IAsyncLifetime
{
    private readonly FakeTokenService _service = new();
    private readonly string _token = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _service.StartAsync(Token);
        await File.WriteAllTextAsync(_token, "from-the-kubelet\n", Token);
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_token);
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task The_role_is_assumed_once_for_as_long_as_it_lasts()
    {
        using var opened = await OpenAsync(name => name switch
        {
            "AWS_ROLE_ARN" => "arn:aws:iam::1:role/backup",
            "AWS_WEB_IDENTITY_TOKEN_FILE" => _token,
            "AWS_ENDPOINT_URL_STS" => _service.Address.ToString(),
            _ => null,
        });
        await StoreContract.HoldsAsync(() => opened.Store, "identity", Token);
        Assert.Equal(1, _service.RolesAssumed);
    }

    [Fact]
    public async Task Without_secret_and_role_the_field_is_named() =>
        Assert.StartsWith("spec.s3.awsSecret", (await Assert.ThrowsAsync<InvalidSpecException>(() => OpenAsync(_ => null))).Message, StringComparison.Ordinal);

    private Task<OpenedStore> OpenAsync(Func<string, string?> environment) => new StoreOpener(TimeProvider.System, environment).OpenAsync(
        new BackupSource { StorageType = "S3", S3 = new S3Source { Path = "backups/key", Endpoint = servers.S3Endpoint, ForcePathStyle = true } }, new FixedSecrets([]), Token);
}
