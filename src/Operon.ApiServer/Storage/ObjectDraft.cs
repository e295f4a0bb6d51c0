using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Storage;

/// <summary>
/// An object encoded before its revision is known. All JSON work happens here, outside the commit; the committer only splices the number in.
/// </summary>
internal sealed class ObjectDraft
{
    // Random per process, so that no client can place the same text in front of the real member.
    private static readonly string Token = "rv-" + Guid.NewGuid().ToString("N");
    private static readonly byte[] Pattern = Encoding.UTF8.GetBytes("\"resourceVersion\":\"" + Token + "\"");
    private static readonly int TokenOffset = Encoding.UTF8.GetByteCount("\"resourceVersion\":\"");

    private readonly byte[] _template;
    private readonly int _offset;

    private ObjectDraft(byte[] template, int offset, ObjectIndex? index, object? cleanFor)
    {
        _template = template;
        _offset = offset;
        Index = index;
        CleanFor = cleanFor;
    }

    public ObjectIndex? Index { get; }
    public object? CleanFor { get; }
    public int Length => _template.Length;

    public static ObjectDraft Encode(JsonObject obj, ObjectIndex? index, object? cleanFor = null)
    {
        if (obj["metadata"] is not JsonObject metadata)
        {
            obj["metadata"] = metadata = [];
        }

        metadata["resourceVersion"] = Token;
        var bytes = JsonBytes.Encode(obj);
        var offset = bytes.AsSpan().IndexOf(Pattern);
        if (offset < 0)
        {
            throw new JsonException("An encoded object lost its metadata.resourceVersion.");
        }

        return new ObjectDraft(bytes, offset + TokenOffset, index, cleanFor);
    }

    public byte[] Complete(long revision)
    {
        Span<byte> digits = stackalloc byte[20];
        revision.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        var tail = _offset + Token.Length;
        var json = new byte[_template.Length - Token.Length + count];
        _template.AsSpan(0, _offset).CopyTo(json);
        digits[..count].CopyTo(json.AsSpan(_offset));
        _template.AsSpan(tail).CopyTo(json.AsSpan(_offset + count));
        return json;
    }
}
