using System.Text;
using Microsoft.Extensions.Time.Testing;
using Operon.LocalCluster.Logs;
using Operon.LocalCluster.Sandboxing;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Logs;

public sealed class LogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private string Path => _directory.File("0.log");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Slices_by_tail_since_and_bytes_and_can_show_times()
    {
        using (var log = new ContainerLogFile(Path, _time))
        {
            foreach (var text in (string[])["one", "two", "three"])
            {
                log.Write(OutputStream.Stdout, Encoding.UTF8.GetBytes(text), isWhole: true);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal("one\ntwo\nthree\n", await ReadAsync(new LogQuery()));
        Assert.Equal("two\nthree\n", await ReadAsync(new LogQuery { TailLines = 2 }));
        Assert.Equal("", await ReadAsync(new LogQuery { TailLines = 0 }));
        Assert.Equal("three\n", await ReadAsync(new LogQuery { Since = new DateTimeOffset(2026, 1, 1, 0, 0, 2, TimeSpan.Zero) }));
        Assert.Equal("one\ntw", await ReadAsync(new LogQuery { LimitBytes = 6 }));
        Assert.Equal("2026-01-01T00:00:02.000000000Z three\n", await ReadAsync(new LogQuery { TailLines = 1, Timestamps = true }));
    }

    [Fact]
    public async Task A_long_line_is_stored_in_parts_and_read_as_one()
    {
        using (var log = new ContainerLogFile(Path, _time))
        {
            await OutputPump.RunAsync(new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 40_000) + "\nend")), OutputStream.Stderr, log);
        }

        Assert.Equal(new string('x', 40_000) + "\nend\n", await ReadAsync(new LogQuery()));
        Assert.Equal(4, File.ReadAllLines(Path).Length);
        Assert.StartsWith("2026-01-01T00:00:00.000000000Z stderr P x", File.ReadAllLines(Path)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotated_files_are_read_in_order_and_the_oldest_go()
    {
        using (var log = new ContainerLogFile(Path, _time, largest: 100))
        {
            for (var number = 0; number < 100; number++)
            {
                log.Write(OutputStream.Stdout, Encoding.ASCII.GetBytes($"line {number}"), isWhole: true);
            }
        }

        var lines = (await ReadAsync(new LogQuery())).TrimEnd().Split('\n');

        Assert.Equal("line 99", lines[^1]);
        Assert.InRange(lines.Length, 8, 20);
        Assert.Equal(Enumerable.Range(100 - lines.Length, lines.Length).Select(number => $"line {number}"), lines);
    }

    [Fact]
    public async Task A_follower_gets_new_lines_until_the_run_ends()
    {
        using var log = new ContainerLogFile(Path, TimeProvider.System);
        var hasEnded = false;
        using var reader = new StreamReader(LogReader.Open(Path, new LogQuery { Follow = true }, () => Volatile.Read(ref hasEnded), TimeProvider.System));

        log.Write(OutputStream.Stdout, "first"u8, isWhole: true);
        Assert.Equal("first", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        log.Write(OutputStream.Stdout, "second"u8, isWhole: true);
        Volatile.Write(ref hasEnded, true);

        Assert.Equal("second", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Null(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> ReadAsync(LogQuery query)
    {
        using var reader = new StreamReader(LogReader.Open(Path, query, () => true, TimeProvider.System));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
