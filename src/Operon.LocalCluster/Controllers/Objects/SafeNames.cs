using System.Security.Cryptography;
using System.Text;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Name parts in the alphabet Kubernetes uses for generated names: no vowels and no look-alikes, so no words appear by chance.</summary>
internal static class SafeNames
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string RandomSuffix(int length = 5) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>A decimal hash mapped into the alphabet, digit by digit.</summary>
    public static string Encode(uint hash) =>
        string.Concat(hash.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => Alphabet[c % Alphabet.Length]));

    /// <summary>FNV-1a over UTF-8.</summary>
    public static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ octet) * 16777619u);
        }

        return hash;
    }

    /// <summary>Room for a suffix inside the 63 characters of a label value.</summary>
    public static string Prefix(string name, int suffixLength) => name.Length + suffixLength <= 63 ? name : name[..(63 - suffixLength)];
}
