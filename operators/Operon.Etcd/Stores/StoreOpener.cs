using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores.Aliyun;
using Operon.Etcd.Stores.Azure;
using Operon.Etcd.Stores.Files;
using Operon.Etcd.Stores.Google;
using Operon.Etcd.Stores.S3;

namespace Operon.Etcd.Stores;

/// <summary>Opens the store a source names. Throws <see cref="InvalidSpecException"/> that names the field when it cannot be.</summary>
/// <param name="time">The clock of signatures.</param>
/// <param name="environment">Environment variables: where cloud identities come from.</param>
/// <param name="volume">Folder the claim of a PVC source is mounted at; null where none is.</param>
internal sealed class StoreOpener(TimeProvider time, Func<string, string?> environment, string? volume = null)
{
    public async Task<OpenedStore> OpenAsync(BackupSource source, ISecretSource secrets, CancellationToken cancellationToken) => source.StorageType switch
    {
        BackupSource.S3Type => await S3Async(source.S3 ?? throw Missing("s3"), secrets, cancellationToken),
        BackupSource.AbsType => await AzureAsync(source.Abs ?? throw Missing("abs"), secrets, cancellationToken),
        BackupSource.GcsType => await GoogleAsync(source.Gcs ?? throw Missing("gcs"), secrets, cancellationToken),
        BackupSource.OssType => await OssAsync(source.Oss ?? throw Missing("oss"), secrets, cancellationToken),
        BackupSource.PvcType => Volume(source.Pvc ?? throw Missing("pvc")),
        _ => throw new InvalidSpecException($"spec.storageType: \"{source.StorageType}\" is none of S3, ABS, GCS, OSS and PVC"),
    };

    private async Task<OpenedStore> S3Async(S3Source source, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var path = StorePath.Parse(source.Path, "spec.s3.path");
        var authorities = string.IsNullOrEmpty(source.CaSecret)
            ? null
            : (await secrets.ReadAsync(source.CaSecret, "spec.s3.caSecret", cancellationToken)).Required("ca.crt", source.CaSecret);
        var http = StoreHttp.Create(authorities, time);
        try
        {
            var (credentials, region) = await S3CredentialsAsync(source, http, secrets, cancellationToken);
            return new OpenedStore(new S3Store(http, S3Location.For(path.Bucket, source.Endpoint, region, source.ForcePathStyle), credentials), path.Bucket, path.Key);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    private async Task<(IS3CredentialSource Credentials, string? Region)> S3CredentialsAsync(
        S3Source source, StoreHttp http, ISecretSource secrets, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(source.AwsSecret))
        {
            var data = await secrets.ReadAsync(source.AwsSecret, "spec.s3.awsSecret", cancellationToken);
            var profile = AwsProfile.Parse(data.Required("credentials", source.AwsSecret), data.Text("config"), source.AwsSecret);
            return (new FixedS3Credentials(profile.Credentials), source.Region ?? profile.Region);
        }

        var region = source.Region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION");
        if (environment("AWS_ROLE_ARN") is { Length: > 0 } role && environment("AWS_WEB_IDENTITY_TOKEN_FILE") is { Length: > 0 } token)
        {
            var endpoint = environment("AWS_ENDPOINT_URL_STS") ?? $"https://sts.{region ?? S3Location.DefaultRegion}.amazonaws.com";
            return (new WebIdentityS3Credentials(http, new Uri(endpoint), role, token), region);
        }

        throw new InvalidSpecException("spec.s3.awsSecret: is missing, and the pod has no role of its own (AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE)");
    }

    private async Task<OpenedStore> AzureAsync(AbsSource source, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var path = StorePath.Parse(source.Path, "spec.abs.path");
        var name = source.AbsSecret is { Length: > 0 } given ? given : throw Missing("abs.absSecret");
        var data = await secrets.ReadAsync(name, "spec.abs.absSecret", cancellationToken);
        var account = AzureAccount.Parse(data.Required("storage-account", name), data.Required("storage-key", name), data.Text("cloud"), source.Endpoint, name);
        return new OpenedStore(new AzureStore(StoreHttp.Create(null, time), account, path.Bucket), path.Bucket, path.Key);
    }

    private async Task<OpenedStore> GoogleAsync(GcsSource source, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var path = StorePath.Parse(source.Path, "spec.gcs.path");
        var endpoint = new Uri(string.IsNullOrEmpty(source.Endpoint) ? GoogleStore.DefaultEndpoint : source.Endpoint);
        var data = string.IsNullOrEmpty(source.GcpSecret) ? null : await secrets.ReadAsync(source.GcpSecret, "spec.gcs.gcpSecret", cancellationToken);
        var http = StoreHttp.Create(null, time);
        IGoogleTokenSource tokens;
        if (data is null)
        {
            tokens = new MetadataServerToken(http, environment("GCE_METADATA_HOST") is { Length: > 0 } host ? host : MetadataServerToken.DefaultHost);
        }
        else if (data.Text("access-token") is { } token)
        {
            tokens = new FixedGoogleToken(token);
        }
        else if (data.TryGetValue("credentials.json", out var json))
        {
            tokens = new ServiceAccountToken(http, ServiceAccountKey.Parse(json, source.GcpSecret!));
        }
        else
        {
            throw new InvalidSpecException($"secret {source.GcpSecret}: has neither an entry \"credentials.json\" nor \"access-token\"");
        }

        return new OpenedStore(new GoogleStore(http, endpoint, path.Bucket, tokens), path.Bucket, path.Key);
    }

    private async Task<OpenedStore> OssAsync(OssSource source, ISecretSource secrets, CancellationToken cancellationToken)
    {
        var path = StorePath.Parse(source.Path, "spec.oss.path");
        var name = source.OssSecret is { Length: > 0 } given ? given : throw Missing("oss.ossSecret");
        var data = await secrets.ReadAsync(name, "spec.oss.ossSecret", cancellationToken);
        var account = new OssAccount(data.Required("accessKeyID", name), data.Required("accessKeySecret", name), data.Text("securityToken"));
        var endpoint = string.IsNullOrEmpty(source.Endpoint) ? OssStore.DefaultEndpoint : source.Endpoint;
        var uri = new Uri(endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"https://{endpoint}");
        return new OpenedStore(new OssStore(StoreHttp.Create(null, time), uri, path.Bucket, account), path.Bucket, path.Key);
    }

    private OpenedStore Volume(PvcSource source)
    {
        var claim = source.ClaimName is { Length: > 0 } given ? given : throw Missing("pvc.claimName");
        var path = source.Path is { Length: > 0 } key ? key.TrimStart('/') : throw Missing("pvc.path");
        var root = volume ?? throw new InvalidOperationException($"claim {claim} is not mounted here");
        return new OpenedStore(new FileStore(root, claim), "", path);
    }

    private static InvalidSpecException Missing(string field) => new($"spec.{field}: is missing");
}
