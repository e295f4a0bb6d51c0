using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Operon.Etcd.Stores.S3;

/// <summary>Amazon S3, and stores that speak its protocol.</summary>
internal sealed class S3Store(StoreHttp http, S3Location location, IS3CredentialSource credentials) : IObjectStore
{
    public string UriOf(string key) => $"s3://{location.Bucket}/{key}";

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var address = location.BucketRoot.With(("list-type", "2"), ("prefix", prefix));
            var page = address = next is null ? address : address.With(("continuation-token", next));
            var signer = await SignerAsync(cancellationToken);
            var answer = await http.SendForXmlAsync($"list {UriOf(prefix)}", () => signer(HttpMethod.Get, page, null, null), cancellationToken);
            foreach (var entry in answer.Elements().Where(element => element.Name.LocalName == "Contents"))
            {
                var name = entry.Name.Namespace;
                yield return new StoredObject(entry.Element(name + "Key")!.Value, long.Parse(entry.Element(name + "Size")!.Value, CultureInfo.InvariantCulture));
            }

            next = answer.Elements().FirstOrDefault(element => element.Name.LocalName == "NextContinuationToken")?.Value;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var signer = await SignerAsync(cancellationToken);
        using var response = await http.SendAsync(
            $"look up {UriOf(key)}", () => signer(HttpMethod.Head, location.Object(key), null, null), cancellationToken, HttpStatusCode.NotFound);
        return response.IsSuccessStatusCode ? new StoredObject(key, response.Content.Headers.ContentLength ?? 0) : null;
    }

    public async Task<Stream> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        var signer = await SignerAsync(cancellationToken);
        var response = await http.SendAsync($"read {UriOf(key)}", () => signer(HttpMethod.Get, location.Object(key), null, request =>
        {
            if (offset > 0)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
            }
        }), cancellationToken);
        return await ResponseStream.OpenAsync(response, cancellationToken);
    }

    public async Task<ObjectUpload> CreateAsync(string key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is null ? new S3Upload(this, http, location, key) : throw new ObjectExistsException(UriOf(key));

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var signer = await SignerAsync(cancellationToken);
        await http.SendAndForgetAsync(
            $"delete {UriOf(key)}", () => signer(HttpMethod.Delete, location.Object(key), null, null), cancellationToken, HttpStatusCode.NotFound);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Makes signed requests with the credentials that are valid now.</summary>
    public async ValueTask<RequestSigner> SignerAsync(CancellationToken cancellationToken)
    {
        var current = await credentials.GetAsync(cancellationToken);
        return (method, address, body, extend) =>
        {
            var request = new HttpRequestMessage(method, address.ToUri());
            extend?.Invoke(request);
            var hash = body is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) : SignatureV4.EmptyHash;
            SignatureV4.Sign(request, address, hash, current, location.Region, http.Time.GetUtcNow());
            if (body is { } content)
            {
                request.Content = new ReadOnlyMemoryContent(content);
            }
            else if (method == HttpMethod.Post)
            {
                request.Content = new ByteArrayContent([]);
            }

            return request;
        };
    }

    public delegate HttpRequestMessage RequestSigner(HttpMethod method, StoreAddress address, ReadOnlyMemory<byte>? body, Action<HttpRequestMessage>? extend);
}
