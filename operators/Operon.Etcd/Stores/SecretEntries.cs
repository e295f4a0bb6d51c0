using System.Text;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores;

/// <summary>Reads entries of a secret as text.</summary>
internal static class SecretEntries
{
    /// <summary>Null when the entry is missing or empty.</summary>
    public static string? Text(this IReadOnlyDictionary<string, byte[]> data, string entry) =>
        data.TryGetValue(entry, out var bytes) && Encoding.UTF8.GetString(bytes).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Throws <see cref="InvalidSpecException"/> that names secret and entry.</summary>
    public static string Required(this IReadOnlyDictionary<string, byte[]> data, string entry, string secret) =>
        data.Text(entry) ?? throw new InvalidSpecException($"secret {secret}: its entry \"{entry}\" is missing or empty");
}
