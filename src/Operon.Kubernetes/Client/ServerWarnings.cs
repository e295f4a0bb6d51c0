using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Operon.Kubernetes;

/// <summary>Gives each <c>Warning</c> header to the handler, or logs its text once per client.</summary>
internal sealed partial class ServerWarnings(ILogger logger, Action<ServerWarning>? handler)
{
    private const int MostRemembered = 1000;
    private readonly ConcurrentDictionary<string, byte> _seen = new();

    public void Handle(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.Contains("Warning"))
        {
            return;
        }

        foreach (var header in response.Headers.Warning)
        {
            var text = header.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            if (handler is not null)
            {
                handler(new ServerWarning(header.Code, text));
            }
            else if (_seen.Count < MostRemembered && _seen.TryAdd(text, 0))
            {
                ServerWarning(logger, text);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The API server warns: {Text}")]
    private static partial void ServerWarning(ILogger logger, string text);
}
