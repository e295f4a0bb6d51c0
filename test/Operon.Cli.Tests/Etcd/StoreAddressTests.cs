using System.Text.Json.Nodes;
using Operon.Cli.Etcd;

namespace Operon.Cli.Tests.Etcd;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("s3://b/etcd/one", "aws", null, """{"storageType":"S3","s3":{"path":"b/etcd/one","awsSecret":"aws"}}""")]
    [InlineData("s3://b/k", "aws", "http://minio:9000", """{"storageType":"S3","s3":{"path":"b/k","awsSecret":"aws","endpoint":"http://minio:9000","forcePathStyle":true}}""")]
    [InlineData("abs://c/k", "az", null, """{"storageType":"ABS","abs":{"path":"c/k","absSecret":"az"}}""")]
    [InlineData("gs://b/k", null, null, """{"storageType":"GCS","gcs":{"path":"b/k"}}""")]
    [InlineData("oss://b/k", "ali", null, """{"storageType":"OSS","oss":{"path":"b/k","ossSecret":"ali"}}""")]
    [InlineData("pvc://claim/dir/one", null, null, """{"storageType":"PVC","pvc":{"claimName":"claim","path":"dir/one"}}""")]
    public void An_address_becomes_the_fields_of_its_store(string address, string? secret, string? endpoint, string spec)
    {
        var made = new JsonObject();
        StoreAddress.Parse("--to", address).AddTo(made, "storageType", secret, endpoint);
        Assert.Equal(spec, made.ToJsonString());
    }

    [Theory]
    [InlineData("bucket/key")]
    [InlineData("ftp://b/k")]
    [InlineData("s3://bucket")]
    [InlineData("s3:///key")]
    public void Anything_else_is_refused_with_the_forms_there_are(string address) =>
        Assert.Contains("s3://BUCKET/KEY", Assert.Throws<CommandException>(() => StoreAddress.Parse("--to", address)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://b/k", null)]
    [InlineData("pvc://c/p", "aws")]
    public void A_secret_goes_with_stores_that_need_one(string address, string? secret) =>
        Assert.Contains("--secret", Assert.Throws<CommandException>(() => StoreAddress.Parse("--to", address).AddTo([], "storageType", secret, null)).Message, StringComparison.Ordinal);
}
