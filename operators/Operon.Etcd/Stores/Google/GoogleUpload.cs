using System.Net;
using System.Net.Http.Headers;

namespace Operon.Etcd.Stores.Google;

/// <summary>A resumable upload: every chunk says where it belongs, the last one says how long the whole is.</summary>
internal sealed class GoogleUpload(StoreHttp http, string uri, Uri session) : ObjectUpload
{
    private long _sent;

    protected override async Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        using var response = await PutAsync(part, new ContentRangeHeaderValue(_sent, _sent + part.Length - 1), cancellationToken);
        _sent += part.Length;
        if (response.StatusCode != HttpStatusCode.PermanentRedirect)
        {
            throw new StoreException($"write {uri}: the store took a part for the whole", isTransient: false);
        }
    }

    protected override async Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken)
    {
        var range = lastPart.Length == 0 ? new ContentRangeHeaderValue(_sent) : new ContentRangeHeaderValue(_sent, _sent + lastPart.Length - 1, _sent + lastPart.Length);
        using var response = await PutAsync(lastPart, range, cancellationToken);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PreconditionFailed:
                throw new ObjectExistsException(uri);
            case HttpStatusCode.PermanentRedirect:
                throw new StoreException($"write {uri}: the store misses a part", isTransient: true);
        }
    }

    protected override async Task AbortAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Success is code 499.
            await http.SendAndForgetAsync($"give up {uri}", () => new HttpRequestMessage(HttpMethod.Delete, session), cancellationToken, (HttpStatusCode)499, HttpStatusCode.NotFound);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // An unfinished session is invisible and runs out after a week.
        }
    }

    // The session's address is its authorization.
    private Task<HttpResponseMessage> PutAsync(ReadOnlyMemory<byte> part, ContentRangeHeaderValue range, CancellationToken cancellationToken) => http.SendAsync(
        $"write {uri}",
        () => new HttpRequestMessage(HttpMethod.Put, session) { Content = new ReadOnlyMemoryContent(part) { Headers = { ContentRange = range } } },
        cancellationToken,
        HttpStatusCode.PermanentRedirect,
        HttpStatusCode.PreconditionFailed);
}
