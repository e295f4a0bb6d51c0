using Operon.Etcd.Api;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups.Encryption;

/// <summary>Reads the keys a spec names.</summary>
internal static class EncryptionKeys
{
    /// <summary>Null where no encryption is asked for.</summary>
    public static async Task<KeyRing?> ReadAsync(BackupEncryption? encryption, ISecretSource secrets, CancellationToken cancellationToken) =>
        encryption?.KeySecret is { Length: > 0 } name
            ? KeyRing.Read(await secrets.ReadAsync(name, "spec.encryption.keySecret", cancellationToken), name)
            : null;
}
