using System.Text;

namespace Operon.ApiServer.Schemas;

/// <summary>The committed table of upstream definitions: one line each, name, kinds, OpenAPI v3 schema; indexed by position.</summary>
internal sealed class BuiltInSchemaTable
{
    private static readonly Lazy<BuiltInSchemaTable> Loaded = new(() => new BuiltInSchemaTable(EmbeddedTable.Read("built-in-schemas.tsv")));

    private readonly ReadOnlyMemory<byte> _text;
    private readonly Dictionary<string, Range> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);

    private BuiltInSchemaTable(byte[] text)
    {
        _text = text;
        for (var start = 0; start < text.Length;)
        {
            var end = start + text.AsSpan(start).IndexOf((byte)'\n');
            var nameEnd = start + text.AsSpan(start, end - start).IndexOf((byte)'\t');
            var kindsEnd = nameEnd + 1 + text.AsSpan(nameEnd + 1, end - nameEnd - 1).IndexOf((byte)'\t');
            var name = Encoding.UTF8.GetString(text, start, nameEnd - start);
            _definitions[name] = (kindsEnd + 1)..end;
            if (kindsEnd > nameEnd + 1)
            {
                foreach (var kind in Encoding.UTF8.GetString(text, nameEnd + 1, kindsEnd - nameEnd - 1).Split(','))
                {
                    _kinds[kind] = name;
                }
            }
            start = end + 1;
        }
    }

    public static BuiltInSchemaTable Instance => Loaded.Value;

    /// <summary>Definition names by <c>group/version/Kind</c>; the core group is empty.</summary>
    public IReadOnlyDictionary<string, string> Kinds => _kinds;

    /// <summary>All definition names.</summary>
    public IReadOnlyCollection<string> Names => _definitions.Keys;

    /// <summary>The OpenAPI v3 schema object of a definition, as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json(string name) =>
        _definitions.TryGetValue(name, out var range) ? _text[range] : throw new KeyNotFoundException($"there is no built-in definition \"{name}\"");
}
