using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Operon.Etcd.Stores.Aliyun;

/// <summary>Signature version 1 of Alibaba Cloud's OSS, in the Authorization header.</summary>
internal static class OssSignature
{
    private static readonly HashSet<string> _signedParameters = new(StringComparer.Ordinal) { "uploads", "uploadId", "partNumber" };

    public static void Sign(HttpRequestMessage request, StoreAddress address, OssAccount account, string resource, DateTimeOffset now)
    {
        request.Headers.TryAddWithoutValidation("Date", now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        if (account.SecurityToken is { } token)
        {
            request.Headers.TryAddWithoutValidation("x-oss-security-token", token);
        }

        var text = TextToSign(request, address, resource);
#pragma warning disable CA5350 // The scheme is defined on SHA-1.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(account.AccessKeySecret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
        request.Headers.TryAddWithoutValidation("Authorization", $"OSS {account.AccessKeyId}:{signature}");
    }

    /// <param name="request">With its date, its content and the headers that begin with <c>x-oss-</c>.</param>
    /// <param name="address">Gives the query.</param>
    /// <param name="resource">Bucket and key in plain text: <c>/bucket/key</c>.</param>
    public static string TextToSign(HttpRequestMessage request, StoreAddress address, string resource)
    {
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
#pragma warning disable CA1308 // The scheme asks for lower case.
            var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
            if (lower.StartsWith("x-oss-", StringComparison.Ordinal))
            {
                own[lower] = values.ToString();
            }
        }

        var parameters = string.Join('&', address.Query.Where(entry => _signedParameters.Contains(entry.Key))
            .Select(entry => entry.Value.Length == 0 ? entry.Key : $"{entry.Key}={entry.Value}"));
        return string.Join('\n', [
            request.Method.Method,
            "",
            request.Content?.Headers.ContentType?.ToString() ?? "",
            request.Headers.NonValidated["Date"].ToString(),
            .. own.Select(header => $"{header.Key}:{header.Value}"),
            parameters.Length == 0 ? resource : $"{resource}?{parameters}",
        ]);
    }
}
