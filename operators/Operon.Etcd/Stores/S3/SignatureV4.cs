using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Operon.Etcd.Stores.S3;

/// <summary>AWS Signature Version 4 of one request, in its Authorization header (AWS docs: Signing AWS API requests).</summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>SHA-256 of no body.</summary>
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Signs all headers the request has now, and the host; nothing may be changed afterwards.</summary>
    public static void Sign(HttpRequestMessage request, StoreAddress address, string bodyHash, S3Credentials credentials, string region, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Add("x-amz-date", stamp);
        request.Headers.Add("x-amz-content-sha256", bodyHash);
        if (credentials.SessionToken is { } token)
        {
            request.Headers.Add("x-amz-security-token", token);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Endpoint.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
#pragma warning disable CA1308 // The scheme asks for lower case.
            headers[name.ToLowerInvariant()] = string.Join(',', values.Select(value => value.Trim()));
#pragma warning restore CA1308
        }

        var signed = string.Join(';', headers.Keys);
        var canonical = string.Join('\n', [
            request.Method.Method,
            address.EncodedPath,
            address.EncodedQuery,
            .. headers.Select(header => $"{header.Key}:{header.Value}"),
            "",
            signed,
            bodyHash,
        ]);
        var scope = $"{stamp[..8]}/{region}/s3/aws4_request";
        var text = $"{Algorithm}\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), stamp[..8]), region), "s3"), "aws4_request");
        var signature = Convert.ToHexStringLower(Hmac(key, text));
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{scope},SignedHeaders={signed},Signature={signature}");
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
