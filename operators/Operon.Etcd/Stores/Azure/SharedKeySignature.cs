using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Operon.Etcd.Stores.Azure;

/// <summary>Shared Key authorization of Azure Storage (Azure docs: Authorize with Shared Key).</summary>
internal static class SharedKeySignature
{
    private const string ServiceVersion = "2021-12-02";

    /// <summary>Signs the request as it is now; its content must be set already.</summary>
    public static void Sign(HttpRequestMessage request, StoreAddress address, AzureAccount account, DateTimeOffset now)
    {
        request.Headers.TryAddWithoutValidation("x-ms-date", now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("x-ms-version", ServiceVersion);
        var text = TextToSign(request, address, account.Name);
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {account.Name}:{Convert.ToBase64String(HMACSHA256.HashData(account.Key, Encoding.UTF8.GetBytes(text)))}");
    }

    public static string TextToSign(HttpRequestMessage request, StoreAddress address, string account)
    {
        var length = request.Content?.Headers.ContentLength is { } bytes and > 0 ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
#pragma warning disable CA1308 // The scheme asks for lower case.
            var lower = name.ToLowerInvariant();
#pragma warning restore CA1308
            if (lower.StartsWith("x-ms-", StringComparison.Ordinal))
            {
                own[lower] = string.Join(',', values);
            }
        }

        // Order: verb, encoding, language, length, MD5, type, date, four conditions, range.
        return string.Join('\n', [
            request.Method.Method,
            "",
            "",
            length,
            "",
            request.Content?.Headers.ContentType?.ToString() ?? "",
            "",
            "",
            "",
            Header(request, "If-None-Match"),
            "",
            Header(request, "Range"),
            .. own.Select(header => $"{header.Key}:{header.Value}"),
            $"/{account}{address.EncodedPath}",
            .. address.Query.Select(parameter => $"{parameter.Key}:{parameter.Value}"),
        ]);
    }

    private static string Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : "";
}
