using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Operon.Kubernetes;

/// <summary>Logs each <c>Warning</c> header text once per client.</summary>
internal sealed partial class ServerWarnings(ILogger logger)
{
    private const int MostRemembered = 1000;
    private readonly ConcurrentDictionary<string, byte> _seen = new();

    public void Log(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Warning", out var values))
        {
            return;
        }

        foreach (var value in values)
        {
            // 299 - "text": the code and agent say nothing.
            var quote = value.IndexOf('"', StringComparison.Ordinal);
            var text = quote < 0 ? value : value[(quote + 1)..].TrimEnd('"').Replace("\\\"", "\"", StringComparison.Ordinal);
            if (_seen.Count < MostRemembered && _seen.TryAdd(text, 0))
            {
                ServerWarning(logger, text);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The API server warns: {Text}")]
    private static partial void ServerWarning(ILogger logger, string text);
}
