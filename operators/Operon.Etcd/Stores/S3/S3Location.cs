namespace Operon.Etcd.Stores.S3;

/// <summary>Where a bucket is: as a part of the host name, or of the path where the host cannot carry it.</summary>
internal sealed record S3Location(Uri Endpoint, string Bucket, string Region, bool IsPathStyle)
{
    public const string DefaultRegion = "us-east-1";

    /// <summary>Endpoint and style of AWS itself, or of a compatible store.</summary>
    public static S3Location For(string bucket, string? endpoint, string? region, bool forcePathStyle)
    {
        var place = string.IsNullOrEmpty(region) ? DefaultRegion : region;
        if (string.IsNullOrEmpty(endpoint))
        {
            // A bucket with dots does not match the wildcard certificate.
            var domain = place.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
            return Build(new Uri($"https://s3.{place}.{domain}"), bucket, place, forcePathStyle || bucket.Contains('.', StringComparison.Ordinal));
        }

        var uri = new Uri(endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"https://{endpoint}");
        return Build(uri, bucket, place, forcePathStyle);
    }

    public StoreAddress Object(string key) => new(Endpoint, $"{Prefix}/{PercentEncoding.Encode(key, keepSlash: true)}");

    public StoreAddress BucketRoot => new(Endpoint, IsPathStyle ? Prefix : "/");

    private string Prefix => IsPathStyle ? $"/{PercentEncoding.Encode(Bucket)}" : "";

    private static S3Location Build(Uri endpoint, string bucket, string region, bool isPathStyle) => new(
        isPathStyle ? endpoint : new Uri($"{endpoint.Scheme}://{bucket}.{endpoint.Authority}"),
        bucket,
        region,
        isPathStyle);
}
