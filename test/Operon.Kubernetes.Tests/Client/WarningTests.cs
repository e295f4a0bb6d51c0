using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class WarningTests : ILoggerProvider, ILogger, IDisposable
{
    private readonly ConcurrentQueue<string> _lines = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Warnings_are_logged_once_each()
    {
        using var server = new ScriptedServer((_, _) => Warned());
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(this));
        await using var client = server.Client(options => options with { LoggerFactory = logs });
        for (var i = 0; i < 3; i++)
        {
            await client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);
        }

        Assert.Equal(["Warning The API server warns: policy/v1beta1 is \"deprecated\"", "Warning The API server warns: unknown field \"spec.x\""], _lines);
    }

    [Fact]
    public async Task A_handler_gets_every_warning_instead()
    {
        using var server = new ScriptedServer((_, _) => Warned());
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(this));
        var warnings = new List<ServerWarning>();
        await using var client = server.Client(options => options with { LoggerFactory = logs, WarningHandler = warnings.Add });
        await client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);
        await client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);

        Assert.Equal(4, warnings.Count);
        Assert.Equal(new ServerWarning(299, "policy/v1beta1 is \"deprecated\""), warnings[0]);
        Assert.Empty(_lines);
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}");

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void IDisposable.Dispose() => GC.SuppressFinalize(this);

    private static HttpResponseMessage Warned()
    {
        var response = ScriptedServer.Json("""{"metadata":{"name":"a"}}""");
        response.Headers.TryAddWithoutValidation("Warning", ["299 - \"policy/v1beta1 is \\\"deprecated\\\"\"", "299 - \"unknown field \\\"spec.x\\\"\""]);
        return response;
    }
}
