namespace Operon.Etcd.Stores;

/// <summary>The body of an answer; disposing of it disposes of the answer, and so of the connection.</summary>
internal sealed class ResponseStream(HttpResponseMessage response, Stream body) : ReadStream
{
    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new ResponseStream(response, await response.Content.ReadAsStreamAsync(cancellationToken));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
