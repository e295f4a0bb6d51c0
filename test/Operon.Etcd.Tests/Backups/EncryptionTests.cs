using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Operon.Etcd.Backups;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class EncryptionTests
{
    private static readonly EncryptionKey _key = new(RandomNumberGenerator.GetBytes(EncryptionKey.Size));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_was_encrypted_is_decrypted_at_every_length_around_the_chunk() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 64]).SampleAsync(async input =>
        {
            var (length, chunk) = input;
            var plain = RandomNumberGenerator.GetBytes(length);
            var encrypted = await EncryptAsync(plain, chunk);
            return (await DecryptAsync(encrypted, Ring(_key))).AsSpan().SequenceEqual(plain);
        }, iter: 300);

    [Fact]
    public async Task Every_single_changed_byte_is_noticed()
    {
        var encrypted = await EncryptAsync(Encoding.UTF8.GetBytes("sixteen of them, and some more of them"), 16);
        for (var position = 0; position < encrypted.Length; position++)
        {
            var changed = (byte[])encrypted.Clone();
            changed[position] ^= 0x10;

            // Without its magic a file is not taken for an encrypted one, so the reader above refuses it as a snapshot.
            if (position >= BackupHeader.Magic.Length)
            {
                await Assert.ThrowsAsync<DamagedBackupException>(() => DecryptAsync(changed, Ring(_key)));
            }
        }
    }

    [Fact]
    public async Task A_file_cut_off_at_any_place_is_noticed()
    {
        var encrypted = await EncryptAsync(new byte[64], 16);
        for (var length = BackupHeader.Size; length < encrypted.Length; length++)
        {
            await Assert.ThrowsAsync<DamagedBackupException>(() => DecryptAsync(encrypted[..length], Ring(_key)));
        }
    }

    [Fact]
    public async Task Chunks_cannot_be_left_out_or_exchanged()
    {
        const int sealedChunk = 16 + ChunkCipher.TagSize;
        var encrypted = await EncryptAsync(new byte[64], 16);
        var first = encrypted.AsSpan(BackupHeader.Size, sealedChunk).ToArray();
        var second = encrypted.AsSpan(BackupHeader.Size + sealedChunk, sealedChunk).ToArray();
        byte[] exchanged = [.. encrypted[..BackupHeader.Size], .. second, .. first, .. encrypted[(BackupHeader.Size + (2 * sealedChunk))..]];
        await Assert.ThrowsAsync<DamagedBackupException>(() => DecryptAsync(exchanged, Ring(_key)));
        byte[] shortened = [.. encrypted[..BackupHeader.Size], .. encrypted[(BackupHeader.Size + sealedChunk)..]];
        await Assert.ThrowsAsync<DamagedBackupException>(() => DecryptAsync(shortened, Ring(_key)));
    }

    [Fact]
    public async Task Another_key_is_told_from_a_damage()
    {
        var encrypted = await EncryptAsync(new byte[64], 16);
        var refusal = await Assert.ThrowsAsync<DamagedBackupException>(() => DecryptAsync(encrypted, Ring(new EncryptionKey(new byte[EncryptionKey.Size]))));
        Assert.Contains("another key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_replaced_still_reads_its_backups()
    {
        var encrypted = await EncryptAsync([1, 2, 3], 16);
        var ring = KeyRing.Read(new Dictionary<string, byte[]> { ["key"] = new byte[32], ["old"] = _bytes }, "keys");
        Assert.Equal([9, 9], await DecryptAsync(await EncryptAsync([9, 9], 16, new EncryptionKey(_bytes)), ring));
        Assert.NotEqual(ring.Current.Id, new EncryptionKey(_bytes).Id);
        Assert.NotEmpty(encrypted);
    }

    [Fact]
    public async Task Two_encryptions_of_the_same_have_nothing_in_common_but_the_format()
    {
        var first = await EncryptAsync(new byte[32], 16);
        var second = await EncryptAsync(new byte[32], 16);
        Assert.False(first.AsSpan(BackupHeader.Size).SequenceEqual(second.AsSpan(BackupHeader.Size)));
    }

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n", true)]
    [InlineData("ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=", true)]
    [InlineData("password", false)]
    [InlineData("", false)]
    public void Keys_are_raw_hexadecimal_or_base64(string text, bool isKey)
    {
        var value = Encoding.UTF8.GetBytes(text);
        if (isKey)
        {
            Assert.Equal(EncryptionKey.Parse(Convert.FromHexString("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), "x").Id, EncryptionKey.Parse(value, "x").Id);
        }
        else
        {
            Assert.Contains("openssl", Assert.Throws<InvalidSpecException>(() => EncryptionKey.Parse(value, "secret s")).Message, StringComparison.Ordinal);
        }
    }

    private static readonly byte[] _bytes = RandomNumberGenerator.GetBytes(EncryptionKey.Size);

    private static KeyRing Ring(EncryptionKey key) => new(key, [key], "keys");

    private static async Task<byte[]> EncryptAsync(byte[] plain, int chunk, EncryptionKey? key = null)
    {
        var output = new BufferSink();
        using var writer = new EncryptingWriter(key ?? _key, output, chunk);
        await writer.WriteAsync(plain, Token);
        await writer.CompleteAsync(Token);
        return output.ToArray();
    }

    private static async Task<byte[]> DecryptAsync(byte[] encrypted, KeyRing keys)
    {
        var header = BackupHeader.Parse(encrypted[..BackupHeader.Size]);
        await using var plain = DecryptingStream.Open(new MemoryStream(encrypted[BackupHeader.Size..]), header, keys);
        var output = new MemoryStream();
        await plain.CopyToAsync(output, Token);
        return output.ToArray();
    }

    private sealed class BufferSink : IByteSink
    {
        private readonly List<byte> _bytes = [];

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            _bytes.AddRange(bytes.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public byte[] ToArray() => [.. _bytes];
    }
}
