namespace Operon.ApiServer.OpenApi;

/// <summary>The OpenAPI v3 document of one group-version; rendered when first asked for, the hash is known before.</summary>
internal sealed class OpenApiDocument
{
    private readonly Lazy<byte[]> _json;

    public OpenApiDocument(string path, string hash, Func<byte[]> render)
    {
        Path = path;
        Hash = hash;
        _json = new Lazy<byte[]>(render);
    }

    /// <summary><c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public string Path { get; }

    /// <summary>Changes whenever the document changes; upper-case hex, as clients expect it in <c>?hash=</c> and (quoted) in ETag.</summary>
    public string Hash { get; }

    public string ETag => $"\"{Hash}\"";

    public ReadOnlyMemory<byte> Json => _json.Value;
}
