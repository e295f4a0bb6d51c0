using System.Globalization;
using System.Text;

namespace Operon.LocalCluster.Logs;

/// <summary>One line of a log file in CRI form.</summary>
/// <param name="Timestamp">When it was written, as text with nine digits.</param>
/// <param name="IsWhole">False when the line goes on in the next entry.</param>
/// <param name="Text">What the container wrote, without line feed.</param>
internal readonly record struct LogEntry(string Timestamp, bool IsWhole, ReadOnlyMemory<byte> Text)
{
    public DateTimeOffset Time => DateTimeOffset.Parse(Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Reads an entry; null for a line that is not in CRI form.</summary>
    public static LogEntry? Parse(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var first = span.IndexOf((byte)' ');
        if (first < 0)
        {
            return null;
        }

        var second = span[(first + 1)..].IndexOf((byte)' ') + first + 1;
        return second > first && span.Length >= second + 3
            ? new LogEntry(Encoding.ASCII.GetString(span[..first]), span[second + 1] == 'F', line[(second + 3)..])
            : null;
    }

    /// <summary>The bytes a client gets.</summary>
    public byte[] Render(bool withTimestamp, bool isContinuation) =>
    [
        .. withTimestamp && !isContinuation ? Encoding.ASCII.GetBytes(Timestamp + " ") : [],
        .. Text.Span,
        .. IsWhole ? "\n"u8 : [],
    ];
}
