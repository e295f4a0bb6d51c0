using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Operon.Etcd.Stores.Azure;

/// <summary>Block blobs of one container.</summary>
internal sealed class AzureStore(StoreHttp http, AzureAccount account, string container) : IObjectStore
{
    public string UriOf(string key) => $"abs://{container}/{key}";

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var address = Address("").With(("restype", "container"), ("comp", "list"), ("prefix", prefix));
            var page = next is null ? address : address.With(("marker", next));
            var answer = await http.SendForXmlAsync($"list {UriOf(prefix)}", () => Make(HttpMethod.Get, page), cancellationToken);
            foreach (var blob in answer.Descendants("Blob"))
            {
                yield return new StoredObject(
                    blob.Element("Name")!.Value, long.Parse(blob.Element("Properties")!.Element("Content-Length")!.Value, CultureInfo.InvariantCulture));
            }

            next = answer.Element("NextMarker")?.Value;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync($"look up {UriOf(key)}", () => Make(HttpMethod.Head, Address(key)), cancellationToken, HttpStatusCode.NotFound);
        return response.IsSuccessStatusCode ? new StoredObject(key, response.Content.Headers.ContentLength ?? 0) : null;
    }

    public async Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync($"read {UriOf(key)}", () => Make(HttpMethod.Get, Address(key), null, request =>
        {
            if (offset > 0)
            {
                request.Headers.TryAddWithoutValidation("x-ms-range", $"bytes={offset}-");
            }
        }), cancellationToken);
        return await ResponseStream.OpenAsync(response, cancellationToken);
    }

    public async Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is null ? new AzureUpload(this, http, key) : throw new ObjectExistsException(UriOf(key));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        http.SendAndForgetAsync($"delete {UriOf(key)}", () => Make(HttpMethod.Delete, Address(key)), cancellationToken, HttpStatusCode.NotFound);

    public void Dispose() => http.Dispose();

    public StoreAddress Address(string key) => new(
        account.Endpoint,
        $"{account.Endpoint.AbsolutePath.TrimEnd('/')}/{PercentEncoding.Encode(container)}{(key.Length == 0 ? "" : $"/{PercentEncoding.Encode(key, keepSlash: true)}")}");

    public HttpRequestMessage Make(HttpMethod method, StoreAddress address, ReadOnlyMemory<byte>? body = null, Action<HttpRequestMessage>? extend = null)
    {
        var request = new HttpRequestMessage(method, address.ToUri());
        if (body is { } content)
        {
            request.Content = new ReadOnlyMemoryContent(content);
        }

        extend?.Invoke(request);
        SharedKeySignature.Sign(request, address, account, http.Time.GetUtcNow());
        return request;
    }
}
