using System.IO.Pipelines;

namespace Operon.LocalCluster.Logs;

/// <summary>Reads a run's log files from the oldest kept line on, and follows them while the run lasts.</summary>
internal static class LogReader
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens the log as a stream of what <paramref name="query"/> selects; <paramref name="ended"/> tells a follower when no more can come.</summary>
    public static Stream Open(string path, LogQuery query, Func<bool> ended, TimeProvider time)
    {
        var pipe = new Pipe();
        _ = PumpAsync(path, query, ended, time, pipe.Writer);
        return pipe.Reader.AsStream();
    }

    /// <summary>Picks the entries a query selects, before the byte limit.</summary>
    public static IEnumerable<LogEntry> Select(IEnumerable<LogEntry> entries, LogQuery query)
    {
        var selected = query.Since is { } since ? entries.Where(entry => entry.Time >= since) : entries;
        if (query.TailLines is not { } tail)
        {
            return selected;
        }

        var all = selected.ToList();
        var lines = 0L;
        var start = all.Count;
        while (start > 0 && (lines += all[start - 1].IsWhole || start == all.Count ? 1 : 0) <= tail)
        {
            start--;
        }

        return all.Skip(start);
    }

    private static async Task PumpAsync(string path, LogQuery query, Func<bool> ended, TimeProvider time, PipeWriter writer)
    {
        try
        {
            var output = new LimitedOutput(writer, query);
            for (var number = ContainerLogFile.KeptFiles - 1; number > 0 && query.TailLines is null; number--)
            {
                if (File.Exists($"{path}.{number}"))
                {
                    await output.WriteAsync(Select(Lines(await File.ReadAllBytesAsync($"{path}.{number}")), query));
                }
            }

            var file = Open(path);
            try
            {
                var pending = new LineBuffer();
                var isFirst = true;
                while (true)
                {
                    var last = !query.Follow || ended();
                    var entries = Select(await pending.ReadAsync(file), isFirst ? query : query with { TailLines = null });
                    isFirst = false;
                    if (!await output.WriteAsync(entries) || last || (await writer.FlushAsync()).IsCompleted)
                    {
                        break;
                    }

                    if (new FileInfo(path) is { Exists: true } present && present.Length < file.Position)
                    {
                        // Rotated: the handle still points to the old file, which is read to its end by now.
                        await output.WriteAsync(await pending.ReadAsync(file));
                        await file.DisposeAsync();
                        file = Open(path);
                    }

                    await Task.Delay(FollowInterval, time);
                }
            }
            finally
            {
                await file.DisposeAsync();
            }

            await writer.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            await writer.CompleteAsync(error);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static List<LogEntry> Lines(byte[] content)
    {
        var entries = new List<LogEntry>();
        var rest = content.AsMemory();
        while (rest.Span.IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (LogEntry.Parse(rest[..length]) is { } entry)
            {
                entries.Add(entry);
            }

            rest = rest[(length + 1)..];
        }

        return entries;
    }

    private sealed class LineBuffer
    {
        private byte[] _rest = [];

        public async Task<List<LogEntry>> ReadAsync(FileStream file)
        {
            var read = new MemoryStream();
            read.Write(_rest);
            await file.CopyToAsync(read);
            var content = read.ToArray();
            var end = Array.LastIndexOf(content, (byte)'\n') + 1;
            _rest = content[end..];
            return Lines(content[..end]);
        }
    }

    private sealed class LimitedOutput(PipeWriter writer, LogQuery query)
    {
        private long _left = query.LimitBytes ?? long.MaxValue;
        private bool _isContinuation;

        public async Task<bool> WriteAsync(IEnumerable<LogEntry> entries)
        {
            foreach (var entry in entries)
            {
                var bytes = entry.Render(query.Timestamps, _isContinuation);
                _isContinuation = !entry.IsWhole;
                var length = (int)Math.Min(bytes.Length, _left);
                _left -= length;
                var result = await writer.WriteAsync(bytes.AsMemory(0, length));
                if (_left == 0 || result.IsCompleted)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
