using System.Text.Json.Nodes;
using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

/// <summary>An open watch, read event by event.</summary>
internal sealed class TestWatch(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The next event as "TYPE name"; null at the end of the stream.</summary>
    public async Task<string?> NextAsync() => await NextEventAsync() is { } change
        ? $"{change["type"]} {change["object"]?["metadata"]?["name"]}".TrimEnd()
        : null;

    public async Task<JsonObject?> NextEventAsync()
    {
        var line = await reader.ReadLineAsync(TestServer.Cancel).AsTask().WaitAsync(Patience, TestServer.Cancel);
        return line is null ? null : JsonNode.Parse(line)!.AsObject();
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
