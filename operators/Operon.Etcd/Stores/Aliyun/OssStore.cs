using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace Operon.Etcd.Stores.Aliyun;

/// <summary>Alibaba Cloud's Object Storage Service. The bucket is a part of the host name, but for endpoints that are addresses.</summary>
internal sealed class OssStore(StoreHttp http, Uri endpoint, string bucket, OssAccount account) : IObjectStore
{
    public const string DefaultEndpoint = "http://oss-cn-hangzhou.aliyuncs.com";

    private readonly bool _isPathStyle = endpoint.HostNameType != UriHostNameType.Dns || endpoint.IsLoopback;

    public string UriOf(string key) => $"oss://{bucket}/{key}";

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var address = Address("").With(("prefix", prefix), ("max-keys", "1000"));
            var page = next is null ? address : address.With(("marker", next));
            var answer = await http.SendForXmlAsync($"list {UriOf(prefix)}", () => Make(HttpMethod.Get, page, ""), cancellationToken);
            foreach (var entry in answer.Elements("Contents"))
            {
                yield return new StoredObject(entry.Element("Key")!.Value, long.Parse(entry.Element("Size")!.Value, CultureInfo.InvariantCulture));
            }

            next = answer.Element("NextMarker")?.Value;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync($"look up {UriOf(key)}", () => Make(HttpMethod.Head, Address(key), key), cancellationToken, HttpStatusCode.NotFound);
        return response.IsSuccessStatusCode ? new StoredObject(key, response.Content.Headers.ContentLength ?? 0) : null;
    }

    public async Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(
            $"read {UriOf(key)}",
            () => Make(HttpMethod.Get, Address(key), key, null, request => request.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null),
            cancellationToken);
        return await ResponseStream.OpenAsync(response, cancellationToken);
    }

    public async Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is null ? new OssUpload(this, http, key) : throw new ObjectExistsException(UriOf(key));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        http.SendAndForgetAsync($"delete {UriOf(key)}", () => Make(HttpMethod.Delete, Address(key), key), cancellationToken, HttpStatusCode.NotFound);

    public void Dispose() => http.Dispose();

    public StoreAddress Address(string key) => _isPathStyle
        ? new StoreAddress(endpoint, $"/{PercentEncoding.Encode(bucket)}/{PercentEncoding.Encode(key, keepSlash: true)}")
        : new StoreAddress(new Uri($"{endpoint.Scheme}://{bucket}.{endpoint.Authority}"), $"/{PercentEncoding.Encode(key, keepSlash: true)}");

    public HttpRequestMessage Make(HttpMethod method, StoreAddress address, string key, ReadOnlyMemory<byte>? body = null, Action<HttpRequestMessage>? extend = null)
    {
        var request = new HttpRequestMessage(method, address.ToUri());
        extend?.Invoke(request);
        if (body is { } content)
        {
            request.Content = new ReadOnlyMemoryContent(content);
        }

        OssSignature.Sign(request, address, account, $"/{bucket}/{key}", http.Time.GetUtcNow());
        return request;
    }
}
