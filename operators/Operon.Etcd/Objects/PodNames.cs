using System.Security.Cryptography;
using System.Text;

namespace Operon.Etcd.Objects;

/// <summary>Pod names of the form <c>cluster-</c> and ten lower-case letters or digits.</summary>
internal static class PodNames
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int SuffixLength = 10;

    /// <summary>The same name each time for the same object, so that a repeated creation of the seed meets itself.</summary>
    public static string Seed(string cluster, string uid) =>
        $"{cluster}-{Render(SHA256.HashData(Encoding.UTF8.GetBytes(uid)))}";

    public static string Random(string cluster) => $"{cluster}-{RandomNumberGenerator.GetString(Alphabet, SuffixLength)}";

    private static string Render(byte[] hash) => string.Create(SuffixLength, hash, static (name, bytes) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = Alphabet[bytes[i] % Alphabet.Length];
        }
    });
}
