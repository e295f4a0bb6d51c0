using System.Security.Cryptography;

namespace Operon.Etcd.Tests.Backups;

/// <summary>Bytes shaped like a snapshot: whole pages and their SHA-256.</summary>
internal static class Snapshots
{
    public static byte[] OfPages(int pages)
    {
        var database = new byte[pages * 512];
        new Random(pages).NextBytes(database);
        return [.. database, .. SHA256.HashData(database)];
    }
}
