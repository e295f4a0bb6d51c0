using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>
/// The keys of an encryption secret. New backups use the entry <c>key</c>; all other entries are older keys, kept so that the backups made with them
/// stay readable.
/// </summary>
internal sealed class KeyRing(EncryptionKey? current, IReadOnlyList<EncryptionKey> all, string secret)
{
    public const string CurrentEntry = "key";

    public EncryptionKey Current => current
        ?? throw new InvalidSpecException($"secret {secret}: has no entry \"{CurrentEntry}\" to encrypt with");

    /// <summary>Throws <see cref="InvalidSpecException"/> that names secret and entry.</summary>
    public static KeyRing Read(IReadOnlyDictionary<string, byte[]> data, string secret)
    {
        var keys = data.ToDictionary(entry => entry.Key, entry => EncryptionKey.Parse(entry.Value, $"secret {secret}: its entry \"{entry.Key}\""));
        return keys.Count > 0
            ? new KeyRing(keys.GetValueOrDefault(CurrentEntry), [.. keys.Values], secret)
            : throw new InvalidSpecException($"secret {secret}: is empty; put a key under \"{CurrentEntry}\"");
    }

    public EncryptionKey Find(ReadOnlySpan<byte> id)
    {
        foreach (var key in all)
        {
            if (id.SequenceEqual(key.Id))
            {
                return key;
            }
        }

        throw new DamagedBackupException($"the backup was encrypted with another key than those in secret {secret} (key ID {Convert.ToHexStringLower(id)})");
    }
}
