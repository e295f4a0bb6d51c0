using Operon.Etcd.Objects;
using Operon.Etcd.Stores.S3;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

public sealed class AwsProfileTests
{
    [Fact]
    public void The_default_profile_of_both_files_counts()
    {
        var profile = AwsProfile.Parse(
            "# mine\n[other]\naws_access_key_id = no\n[default]\naws_access_key_id = AK\naws_secret_access_key=SK/+=\naws_session_token = T\n",
            "[default]\nregion = eu-central-1\noutput = json\n",
            "aws");
        Assert.Equal(("AK", "SK/+=", "T", "eu-central-1"), (profile.Credentials.AccessKeyId, profile.Credentials.SecretAccessKey, profile.Credentials.SessionToken, profile.Region));
    }

    [Fact]
    public void A_missing_key_is_named_with_its_secret() =>
        Assert.Contains("aws_secret_access_key", Assert.Throws<InvalidSpecException>(() => AwsProfile.Parse("[default]\naws_access_key_id=AK\n", null, "aws")).Message, StringComparison.Ordinal);

    [Fact]
    public void Credentials_do_not_print_themselves() =>
        Assert.DoesNotContain("hidden", new S3Credentials("id", "hidden", "hidden").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, false, "https://b.s3.us-east-1.amazonaws.com/", "/k")]
    [InlineData(null, "eu-west-1", true, "https://s3.eu-west-1.amazonaws.com/", "/b/k")]
    [InlineData("http://minio:9000", null, true, "http://minio:9000/", "/b/k")]
    [InlineData("http://minio:9000", null, false, "http://b.minio:9000/", "/k")]
    public void The_bucket_is_in_the_host_or_in_the_path(string? endpoint, string? region, bool force, string host, string path)
    {
        var address = S3Location.For("b", endpoint, region, force).Object("k");
        Assert.Equal((host, path), (address.Endpoint.ToString(), address.EncodedPath));
    }
}
