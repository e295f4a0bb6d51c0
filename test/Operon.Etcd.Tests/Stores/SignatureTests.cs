using Operon.Etcd.Stores;
using Operon.Etcd.Stores.Aliyun;
using Operon.Etcd.Stores.Azure;
using Operon.Etcd.Stores.S3;
using Xunit;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Signatures against the examples the clouds publish.</summary>
public sealed class SignatureTests
{
    private static readonly S3Credentials _aws = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset _awsTime = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly Uri _awsHost = new("https://examplebucket.s3.amazonaws.com");

    [Fact]
    public void Amazon_reads_an_object()
    {
        var address = new StoreAddress(_awsHost, "/test.txt");
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUri());
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        Assert.Equal("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", Signed(request, address, SignatureV4.EmptyHash));
    }

    [Fact]
    public void Amazon_writes_an_object_whose_key_needs_encoding()
    {
        var address = new StoreAddress(_awsHost, $"/{PercentEncoding.Encode("test$file.text", keepSlash: true)}");
        using var request = new HttpRequestMessage(HttpMethod.Put, address.ToUri());
        request.Headers.TryAddWithoutValidation("Date", "Fri, 24 May 2013 00:00:00 GMT");
        request.Headers.TryAddWithoutValidation("x-amz-storage-class", "REDUCED_REDUNDANCY");
        Assert.Equal(
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            Signed(request, address, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"));
    }

    [Fact]
    public void Amazon_lists_with_a_query()
    {
        var address = new StoreAddress(_awsHost, "/").With(("prefix", "J"), ("max-keys", "2"));
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUri());
        Assert.Equal("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", Signed(request, address, SignatureV4.EmptyHash));
    }

    [Fact]
    public void A_session_token_is_signed_too()
    {
        var address = new StoreAddress(_awsHost, "/");
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUri());
        SignatureV4.Sign(request, address, SignatureV4.EmptyHash, _aws with { SessionToken = "token" }, "us-east-1", _awsTime);
        Assert.Contains("x-amz-security-token", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Alibaba_writes_an_object()
    {
        var address = new StoreAddress(new Uri("http://oss-example.oss-cn-hangzhou.aliyuncs.com"), "/nelson");
        using var request = new HttpRequestMessage(HttpMethod.Put, address.ToUri());
        request.Headers.TryAddWithoutValidation("Date", "Thu, 17 Nov 2005 18:49:58 GMT");
        request.Headers.TryAddWithoutValidation("x-oss-magic", "abracadabra");
        request.Headers.TryAddWithoutValidation("x-oss-meta-author", "foo@example.com");
        request.Content = new ByteArrayContent([]) { Headers = { ContentType = new("text/html") } };
        Assert.Equal(
            "PUT\n\ntext/html\nThu, 17 Nov 2005 18:49:58 GMT\nx-oss-magic:abracadabra\nx-oss-meta-author:foo@example.com\n/oss-example/nelson",
            OssSignature.TextToSign(request, address, "/oss-example/nelson"));
    }

    [Fact]
    public void Alibaba_signs_those_parameters_that_name_a_part_of_the_resource()
    {
        var address = new StoreAddress(new Uri("http://h"), "/b/k").With(("uploadId", "1"), ("partNumber", "2"), ("prefix", "x"));
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUri());
        request.Headers.TryAddWithoutValidation("Date", "now");
        Assert.EndsWith("/b/k?partNumber=2&uploadId=1", OssSignature.TextToSign(request, address, "/b/k"), StringComparison.Ordinal);
    }

    [Fact]
    public void Azure_lists_a_container()
    {
        var address = new StoreAddress(new Uri("https://myaccount.blob.core.windows.net"), "/mycontainer").With(("restype", "container"), ("comp", "metadata"), ("timeout", "20"));
        using var request = new HttpRequestMessage(HttpMethod.Get, address.ToUri());
        request.Headers.TryAddWithoutValidation("x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT");
        request.Headers.TryAddWithoutValidation("x-ms-version", "2015-02-21");
        Assert.Equal(
            "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20",
            SharedKeySignature.TextToSign(request, address, "myaccount"));
    }

    private static string Signed(HttpRequestMessage request, StoreAddress address, string hash)
    {
        SignatureV4.Sign(request, address, hash, _aws, "us-east-1", _awsTime);
        return request.Headers.GetValues("Authorization").Single().Split("Signature=")[1];
    }
}
