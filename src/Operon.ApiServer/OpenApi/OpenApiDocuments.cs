using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.OpenApi;

/// <summary>
/// The OpenAPI v3 index and one document per group-version; built-in resources and CRDs of the same group-version share one. Immutable: build a
/// new one when a CRD comes, changes or goes (cheap: documents are rendered on first use, built-in ones are shared between instances).
/// </summary>
internal sealed class OpenApiDocuments
{
    private static readonly Dictionary<string, OpenApiDocument> BuiltInCache = new(StringComparer.Ordinal);
    private static readonly Lock BuiltInGate = new();

    private readonly SortedDictionary<string, OpenApiDocument> _documents = new(StringComparer.Ordinal);

    public OpenApiDocuments(IEnumerable<ResourceDefinition> builtIn, IEnumerable<CustomResourceOpenApi> customResources)
    {
        var builtInByPath = builtIn.ToLookup(resource => resource.ApiPath, StringComparer.Ordinal);
        var customByPath = customResources.ToLookup(custom => custom.Resource.ApiPath, StringComparer.Ordinal);
        foreach (var path in builtInByPath.Select(group => group.Key).Union(customByPath.Select(group => group.Key)))
        {
            _documents[path] = Document(path, [.. builtInByPath[path]], [.. customByPath[path]]);
        }
        Index = WriteIndex();
        IndexETag = $"\"{Convert.ToHexString(SHA256.HashData(Index.Span))}\"";
    }

    /// <summary><c>/openapi/v3</c>.</summary>
    public ReadOnlyMemory<byte> Index { get; }

    /// <summary>Quoted, ready for the header.</summary>
    public string IndexETag { get; }

    /// <summary>The document of <c>api/v1</c>, <c>apis/apps/v1</c> ...; null when nothing is served there.</summary>
    public OpenApiDocument? Find(string path) => _documents.GetValueOrDefault(path);

    private static OpenApiDocument Document(string path, ResourceDefinition[] builtIn, CustomResourceOpenApi[] custom)
    {
        if (custom.Length > 0)
        {
            return Create(path, builtIn, custom);
        }
        lock (BuiltInGate)
        {
            var fresh = Create(path, builtIn, custom);
            if (!BuiltInCache.TryGetValue(path, out var cached) || cached.Hash != fresh.Hash)
            {
                BuiltInCache[path] = cached = fresh;
            }
            return cached;
        }
    }

    private static OpenApiDocument Create(string path, ResourceDefinition[] builtIn, CustomResourceOpenApi[] custom) =>
        new(path, Hash(path, builtIn, custom), () => new OpenApiWriter(builtIn, custom).Write());

    /// <summary>The hash covers what the document is made from, so that it need not be rendered to be listed.</summary>
    private static string Hash(string path, ResourceDefinition[] builtIn, CustomResourceOpenApi[] custom)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        Add(OpenApiWriter.FormatVersion);
        Add(path);
        foreach (var resource in builtIn.Concat(custom.Select(item => item.Resource)))
        {
            Add($"{resource.Plural}/{resource.Kind}/{resource.ListKind}/{resource.Namespaced}/{string.Join(',', resource.Verbs)}");
            Add(string.Join(';', resource.Subresources.Select(sub => $"{sub.Name}={sub.Group}/{sub.Version}/{sub.Kind}:{string.Join(',', sub.Verbs)}")));
            if (builtIn.Length > 0 && BuiltInSchemaTable.Instance.Kinds.TryGetValue($"{resource.Group}/{resource.Version}/{resource.Kind}", out var name))
            {
                hash.AppendData(BuiltInSchemaTable.Instance.Json(name).Span);
            }
        }
        foreach (var item in custom)
        {
            Add(item.Schema?.ToJsonString() ?? "");
            Add(string.Join(',', item.SelectableFields));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private byte[] WriteIndex()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("paths");
            foreach (var (path, document) in _documents)
            {
                json.WriteStartObject(path);
                json.WriteString("serverRelativeURL", $"/openapi/v3/{path}?hash={document.Hash}");
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
