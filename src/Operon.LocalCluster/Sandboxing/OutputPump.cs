namespace Operon.LocalCluster.Sandboxing;

/// <summary>Cuts a byte stream into lines; a line longer than the buffer is handed over in parts.</summary>
internal static class OutputPump
{
    private const int LargestPart = 16 * 1024;

    public static async Task RunAsync(Stream source, OutputStream stream, IOutputSink sink)
    {
        var buffer = new byte[LargestPart];
        var filled = 0;
        while (true)
        {
            var read = await source.ReadAsync(buffer.AsMemory(filled));
            if (read == 0)
            {
                break;
            }

            filled += read;
            var consumed = 0;
            while (buffer.AsSpan(consumed, filled - consumed).IndexOf((byte)'\n') is >= 0 and var length)
            {
                sink.Write(stream, buffer.AsSpan(consumed, length), isWhole: true);
                consumed += length + 1;
            }

            if (consumed == 0 && filled == buffer.Length)
            {
                sink.Write(stream, buffer, isWhole: false);
                consumed = filled;
            }

            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;
        }

        if (filled > 0)
        {
            sink.Write(stream, buffer.AsSpan(0, filled), isWhole: true);
        }
    }
}
