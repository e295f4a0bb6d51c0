using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class OperatorLogFormatterTests
{
    [Fact]
    public void A_line_is_one_flat_object_with_the_keys_of_the_message_and_its_scopes()
    {
        var line = Write(
            LogLevel.Warning,
            new Dictionary<string, object?> { ["Delay"] = TimeSpan.FromSeconds(5), ["workers"] = 3, ["{OriginalFormat}"] = "x" },
            null,
            new Dictionary<string, object?> { ["controller"] = "website", ["namespace"] = "default", ["name"] = "hello", ["reconcileID"] = "42" });
        Assert.Equal(
            """{"level":"warn","ts":"2026-01-02T03:04:05Z","logger":"Operon.Controller.website","msg":"said","eventId":7,"delay":"00:00:05","workers":3,"controller":"website","namespace":"default","name":"hello","reconcileID":"42"}""",
            line.TrimEnd());
    }

    [Fact]
    public void An_exception_is_in_the_line_it_belongs_to()
    {
        var line = Write(LogLevel.Error, new Dictionary<string, object?>(), new InvalidOperationException("a\nb"));
        Assert.DoesNotContain('\n', line.TrimEnd());
        Assert.StartsWith("System.InvalidOperationException: a\nb", (string?)JsonNode.Parse(line)!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_message_wins_over_a_scope_and_never_replaces_the_fixed_ones()
    {
        var line = Write(LogLevel.Information, new Dictionary<string, object?> { ["name"] = "inner", ["msg"] = "other" }, null, new Dictionary<string, object?> { ["name"] = "outer" });
        var json = JsonNode.Parse(line)!;
        Assert.Equal(("inner", "said"), ((string?)json["name"], (string?)json["msg"]));
    }

    private static string Write(LogLevel level, Dictionary<string, object?> state, Exception? exception, params Dictionary<string, object?>[] scopes)
    {
        var provider = new LoggerExternalScopeProvider();
        foreach (var scope in scopes)
        {
            provider.Push(scope);
        }

        using var text = new StringWriter();
        var entry = new LogEntry<Dictionary<string, object?>>(level, "Operon.Controller.website", new EventId(7), state, exception, (_, _) => "said");
        new OperatorLogFormatter(new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))).Write(in entry, provider, text);
        return text.ToString();
    }
}
