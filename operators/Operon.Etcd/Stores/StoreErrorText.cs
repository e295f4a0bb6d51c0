using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Operon.Etcd.Stores;

/// <summary>What a store says about a failure: code and message of its XML or JSON, else the reason phrase.</summary>
internal static class StoreErrorText
{
    public static async Task<string> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[limit];
        var length = await body.ReadAtLeastAsync(buffer, limit, throwOnEndOfStream: false, cancellationToken);
        return Parse(Encoding.UTF8.GetString(buffer, 0, length)) ?? response.ReasonPhrase ?? response.StatusCode.ToString();
    }

    public static string? Parse(string body)
    {
        var text = body.TrimStart('\uFEFF', ' ', '\r', '\n');
        try
        {
            return text switch
            {
                ['<', ..] => Xml(XDocument.Parse(text).Root!),
                ['{', ..] => Json(text),
                _ => null,
            };
        }
        catch (Exception e) when (e is XmlException or JsonException)
        {
            return null;
        }
    }

    private static string? Xml(XElement root)
    {
        var code = root.Elements().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value;
        var message = root.Elements().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value;
        return code is null ? null : $"{code}: {message?.Split('\n')[0].Trim()}";
    }

    private static string? Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("error", out var error))
        {
            return null;
        }

        if (error.ValueKind == JsonValueKind.String)
        {
            return document.RootElement.TryGetProperty("error_description", out var description) ? $"{error.GetString()}: {description}" : error.GetString();
        }

        return error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.GetString() : null;
    }
}
