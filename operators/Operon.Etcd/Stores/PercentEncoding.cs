using System.Globalization;
using System.Text;

namespace Operon.Etcd.Stores;

/// <summary>Percent-encoding as signatures want it: everything but RFC 3986's unreserved characters, in capital hexadecimals.</summary>
internal static class PercentEncoding
{
    /// <param name="text">Any text; encoded as UTF-8.</param>
    /// <param name="keepSlash">Whether it is a path whose slashes stay.</param>
    public static string Encode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~' || (keepSlash && octet == (byte)'/'))
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
