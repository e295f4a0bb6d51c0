using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Protobuf;

/// <summary>The layout of all messages that clients send for built-in kinds, from the committed table; a message is read when it is first needed.</summary>
internal static class ProtobufMessages
{
    private static readonly Lazy<(Dictionary<string, string> Fields, Dictionary<string, string> Kinds)> Table = new(Load);
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<int, ProtobufField>> Read = new(StringComparer.Ordinal);

    /// <summary>The message of a kind, such as <c>k8s.io.api.core.v1.Pod</c>; null when there is none.</summary>
    public static string? Find(string apiVersion, string kind) =>
        Table.Value.Kinds.GetValueOrDefault($"{(apiVersion.Contains('/', StringComparison.Ordinal) ? "" : "/")}{apiVersion}/{kind}");

    public static bool IsMessage(string type) => Table.Value.Fields.ContainsKey(type);

    /// <summary>The fields of a message by their number.</summary>
    public static IReadOnlyDictionary<int, ProtobufField> Fields(string message) =>
        Read.GetOrAdd(message, static name => Table.Value.Fields[name].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(','))
            .ToDictionary(parts => int.Parse(parts[0], CultureInfo.InvariantCulture), Field));

    private static ProtobufField Field(string[] parts)
    {
        const string map = "map:";
        var isMap = parts[2].StartsWith(map, StringComparison.Ordinal);
        return new ProtobufField(
            parts[1],
            isMap ? parts[2][map.Length..] : parts[2],
            isMap,
            parts[3].Contains('r', StringComparison.Ordinal),
            parts[3].Contains('i', StringComparison.Ordinal),
            parts[3].Contains('z', StringComparison.Ordinal));
    }

    private static (Dictionary<string, string>, Dictionary<string, string>) Load()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(EmbeddedTable.Read("built-in-protobuf.tsv")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var columns = line.Split('\t');
            fields[columns[0]] = columns[2];
            foreach (var kind in columns[1].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                kinds[kind] = columns[0];
            }
        }

        return (fields, kinds);
    }
}
