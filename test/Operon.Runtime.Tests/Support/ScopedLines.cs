using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Operon.Runtime.Tests;

/// <summary>Keeps what was logged together with the values of the scopes around it.</summary>
internal sealed class ScopedLines : ILoggerFactory, ILogger
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public ConcurrentQueue<(string Text, IReadOnlyDictionary<string, object?> Scope)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = new Dictionary<string, object?>();
        _scopes.ForEachScope(
            (scope, found) =>
            {
                foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    found[name] = value;
                }
            },
            values);
        Lines.Enqueue((formatter(state, exception), values));
    }

    public void Dispose()
    {
    }
}
