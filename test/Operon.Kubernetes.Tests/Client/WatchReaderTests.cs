using System.Text;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class WatchReaderTests
{
    private const string Frames = """
        {"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns","resourceVersion":"1"}}}
        {"object":{"metadata":{"name":"ü","namespace":"ns","resourceVersion":"2"}},"type":"MODIFIED"}
        {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"3","creationTimestamp":null}}}
        {"type":"DELETED","object":{"metadata":{"name":"a","namespace":"ns","resourceVersion":"4"}}}

        """;

    private const string Expected = "Added a 1, Modified ü 2, Bookmark  3, Deleted a 4";

    [Fact]
    public async Task Frames_are_read_wherever_the_network_splits_them()
    {
        var bytes = Encoding.UTF8.GetBytes(Frames);
        for (var split = 0; split <= bytes.Length; split++)
        {
            Assert.Equal(Expected, await ReadAsync(bytes[..split], bytes[split..]));
        }

        Assert.Equal(Expected, await ReadAsync([.. bytes.Select(one => new[] { one })]));
    }

    [Fact]
    public async Task A_frame_cut_in_the_middle_is_an_io_error_and_never_half_an_object()
    {
        var bytes = Encoding.UTF8.GetBytes(Frames);
        var first = bytes.AsSpan().IndexOf((byte)'\n');
        for (var cut = 1; cut <= first; cut++)
        {
            var seen = new List<string>();
            await Assert.ThrowsAsync<IOException>(() => ReadInto(seen, bytes[..cut]));
            Assert.Empty(seen);
        }
    }

    [Fact]
    public async Task An_error_frame_becomes_the_exception_of_its_status()
    {
        var frame = """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 1 (9)"}}""" + "\n";
        var seen = new List<string>();
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadInto(seen, Encoding.UTF8.GetBytes(frame)));
        Assert.True(e.IsExpired);
        Assert.Equal("too old resource version: 1 (9)", e.Message);
    }

    [Fact]
    public async Task A_frame_larger_than_any_buffer_is_read()
    {
        var large = new string('x', 1_000_000);
        var frame = """{"type":"ADDED","object":{"metadata":{"name":"NAME","resourceVersion":"1"}}}""".Replace("NAME", large, StringComparison.Ordinal) + "\n";
        var chunks = Encoding.UTF8.GetBytes(frame).Chunk(4000).ToArray();
        Assert.Equal($"Added {large} 1", await ReadAsync(chunks));
    }

    [Fact]
    public async Task Objects_of_a_watch_know_their_kind_even_when_the_server_leaves_it_out()
    {
        var frame = """{"type":"ADDED","object":{"metadata":{"name":"a"}}}""" + "\n";
        await foreach (var (_, pod) in WatchReader.ReadAsync(new ChunkedStream([Encoding.UTF8.GetBytes(frame)]), ResourceKinds.Pod, TestContext.Current.CancellationToken))
        {
            Assert.Equal(("v1", "Pod"), (pod.ApiVersion, pod.Kind));
        }
    }

    private static async Task<string> ReadAsync(params byte[][] chunks)
    {
        var seen = new List<string>();
        await ReadInto(seen, chunks);
        return string.Join(", ", seen);
    }

    private static async Task ReadInto(List<string> seen, params byte[][] chunks)
    {
        await foreach (var (type, pod) in WatchReader.ReadAsync(new ChunkedStream(chunks), ResourceKinds.Pod, TestContext.Current.CancellationToken))
        {
            seen.Add($"{type} {pod.Metadata.Name} {pod.Metadata.ResourceVersion}");
        }
    }
}
