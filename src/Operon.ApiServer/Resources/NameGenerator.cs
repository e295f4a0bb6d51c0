using System.Security.Cryptography;

namespace Operon.ApiServer.Resources;

/// <summary>Names for objects created with generateName: the base cut at 58 characters and five letters that spell no words.</summary>
internal static class NameGenerator
{
    public const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Generate(string prefix) => (prefix.Length > 58 ? prefix[..58] : prefix) + Suffix();

    public static string Suffix() => RandomNumberGenerator.GetString(Alphabet, 5);
}
