using System.Security.Cryptography;
using CsCheck;
using Operon.Etcd.Backups;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class SnapshotHashTests
{
    [Fact]
    public void Knows_a_whole_snapshot_however_it_is_cut_into_pieces() =>
        Gen.Int[1, 2000].Array[1, 200].Sample(cuts =>
        {
            var snapshot = Snapshots.OfPages(40);
            using var hash = new SnapshotHash();
            var position = 0;
            for (var i = 0; position < snapshot.Length; i++)
            {
                var length = Math.Min(cuts[i % cuts.Length], snapshot.Length - position);
                hash.Append(snapshot.AsSpan(position, length));
                position += length;
            }

            return hash.Finish() == Convert.ToHexStringLower(SHA256.HashData(snapshot)) && hash.Length == snapshot.Length;
        }, iter: 200);

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(10_250)]
    public void A_changed_byte_is_noticed(int position)
    {
        var snapshot = Snapshots.OfPages(20);
        snapshot[position] ^= 1;
        Assert.Contains("damaged", Refusal(snapshot), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(512)]
    [InlineData(10_240)]
    public void A_part_is_no_snapshot(int length) => Assert.Contains("cut off", Refusal(Snapshots.OfPages(20)[..length]), StringComparison.Ordinal);

    private static string Refusal(byte[] snapshot)
    {
        using var hash = new SnapshotHash();
        hash.Append(snapshot);
        return Assert.Throws<DamagedBackupException>(hash.Finish).Message;
    }
}
