using System.Net;
using System.Net.Sockets;

namespace Operon.Runtime;

/// <summary>Addresses in the manner of Go: <c>:8080</c> is every interface, <c>localhost:8080</c> loopback, <c>0</c> off, port 0 a free one.</summary>
internal static class ListenAddress
{
    /// <summary>The endpoint; null when the text says off. Throws <see cref="FormatException"/>, which shows forms that work.</summary>
    public static IPEndPoint? Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed is "" or "0")
        {
            return null;
        }

        var any = Socket.OSSupportsIPv6 ? "[::]" : "0.0.0.0";
        var complete = trimmed.StartsWith(':') ? any + trimmed
            : trimmed.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1{trimmed["localhost".Length..]}" : trimmed;
        var hasPort = complete.LastIndexOf(':') > complete.LastIndexOf(']') && (complete.Contains('.', StringComparison.Ordinal) || complete.StartsWith('['));
        return hasPort && IPEndPoint.TryParse(complete, out var endpoint)
            ? endpoint
            : throw new FormatException($"\"{text}\" is not an address; write :8080 for every interface, 127.0.0.1:8080 or [::1]:8080 for one, or 0 for none");
    }

    /// <summary>What is listened on, to be shown to people: <c>https://[::]:8443/</c> for every interface.</summary>
    public static string Describe(IPEndPoint endpoint, bool isHttps) => $"{(isHttps ? "https" : "http")}://{endpoint}/";

    /// <summary>A URL that works from this machine.</summary>
    public static Uri ToUri(IPEndPoint endpoint, bool isHttps)
    {
        var host = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : endpoint.Address;
        return new UriBuilder(isHttps ? "https" : "http", host.ToString(), endpoint.Port).Uri;
    }
}
