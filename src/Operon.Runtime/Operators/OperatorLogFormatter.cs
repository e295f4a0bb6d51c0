using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Operon.Runtime;

/// <summary>
/// One JSON object per line, flat, with controller-runtime's keys, so that queries made for Go operators find the same: values of scopes and of the message
/// are keys of their own.
/// </summary>
internal sealed class OperatorLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "operon-json";
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, _writing))
        {
            var keys = new HashSet<string>(StringComparer.Ordinal) { "level", "ts", "logger", "msg", "error", "eventId" };
            json.WriteStartObject();
            json.WriteString("level", Level(logEntry.LogLevel));
            json.WriteString("ts", time.GetUtcNow().UtcDateTime);
            json.WriteString("logger", logEntry.Category);
            json.WriteString("msg", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.EventId.Id != 0)
            {
                json.WriteNumber("eventId", logEntry.EventId.Id);
            }

            if (logEntry.Exception is { } exception)
            {
                json.WriteString("error", exception.ToString());
            }

            Values(json, keys, logEntry.State);
            scopeProvider?.ForEachScope((scope, state) => Values(state.json, state.keys, scope), (json, keys));
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Values(Utf8JsonWriter json, HashSet<string> keys, object? state)
    {
        foreach (var (key, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            // controller-runtime's keys start with a small letter.
            var name = key.Length > 0 && char.IsAsciiLetterUpper(key[0]) ? char.ToLowerInvariant(key[0]) + key[1..] : key;
            if (name != "{OriginalFormat}" && value is not null && keys.Add(name))
            {
                Value(json, name, value);
            }
        }
    }

    private static void Value(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool boolean:
                json.WriteBoolean(name, boolean);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
