using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Operon.Etcd.Stores.Google;

/// <summary>Google Cloud Storage by its JSON API.</summary>
internal sealed class GoogleStore(StoreHttp http, Uri endpoint, string bucket, IGoogleTokenSource tokens) : IObjectStore
{
    public const string DefaultEndpoint = "https://storage.googleapis.com";

    private string BucketPath => $"/storage/v1/b/{PercentEncoding.Encode(bucket)}/o";

    public string UriOf(string key) => $"gs://{bucket}/{key}";

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var address = new StoreAddress(endpoint, BucketPath).With(("prefix", prefix), ("fields", "items(name,size),nextPageToken"));
            var page = await JsonAsync(
                $"list {UriOf(prefix)}", next is null ? address : address.With(("pageToken", next)), GoogleJson.Default.GoogleObjectList, cancellationToken);
            foreach (var item in page?.Items ?? [])
            {
                yield return new StoredObject(item.Name, item.Size);
            }

            next = page?.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken) =>
        await JsonAsync($"look up {UriOf(key)}", Address(key), GoogleJson.Default.GoogleObject, cancellationToken) is { } found ? new StoredObject(key, found.Size) : null;

    public async Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        var make = await MakerAsync(cancellationToken);
        var response = await http.SendAsync($"read {UriOf(key)}", () =>
        {
            var request = make(HttpMethod.Get, Address(key).With(("alt", "media")));
            request.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null;
            return request;
        }, cancellationToken);
        return await ResponseStream.OpenAsync(response, cancellationToken);
    }

    public async Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not null)
        {
            throw new ObjectExistsException(UriOf(key));
        }

        // Generation 0 means: only if there is none.
        var make = await MakerAsync(cancellationToken);
        var address = new StoreAddress(endpoint, $"/upload{BucketPath}").With(("uploadType", "resumable"), ("name", key), ("ifGenerationMatch", "0"));
        using var response = await http.SendAsync($"write {UriOf(key)}", () =>
        {
            var request = make(HttpMethod.Post, address);
            request.Content = new ByteArrayContent([]);
            return request;
        }, cancellationToken, HttpStatusCode.PreconditionFailed);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw new ObjectExistsException(UriOf(key));
        }

        return new GoogleUpload(http, UriOf(key), response.Headers.Location ?? throw new StoreException($"write {UriOf(key)}: the store gave no upload session", isTransient: false));
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var make = await MakerAsync(cancellationToken);
        await http.SendAndForgetAsync($"delete {UriOf(key)}", () => make(HttpMethod.Delete, Address(key)), cancellationToken, HttpStatusCode.NotFound);
    }

    public void Dispose() => http.Dispose();

    private StoreAddress Address(string key) => new(endpoint, $"{BucketPath}/{PercentEncoding.Encode(key)}");

    private async Task<T?> JsonAsync<T>(string what, StoreAddress address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var make = await MakerAsync(cancellationToken);
        using var response = await http.SendAsync(what, () => make(HttpMethod.Get, address), cancellationToken, HttpStatusCode.NotFound);
        if (!response.IsSuccessStatusCode)
        {
            // A bucket that does not exist must not look like an empty one.
            return typeof(T) == typeof(GoogleObject) ? null : throw new StoreException($"{what}: 404 the bucket does not exist", isTransient: false);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken);
    }

    private async ValueTask<Func<HttpMethod, StoreAddress, HttpRequestMessage>> MakerAsync(CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        return (method, address) => new HttpRequestMessage(method, address.ToUri()) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }
}
