using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Operon.Etcd.Stores.S3;

/// <summary>One PUT for what fits into one part, else a multipart upload. Both appear at once or not at all.</summary>
internal sealed class S3Upload(S3Store store, StoreHttp http, S3Location location, string key) : ObjectUpload
{
    private static readonly XNamespace _namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly List<string> _tags = [];
    private string? _uploadId;

    private string What => $"write {store.UriOf(key)}";

    protected override async Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _uploadId ??= await BeginAsync(cancellationToken);
        var signer = await store.SignerAsync(cancellationToken);
        var address = location.Object(key).With(("partNumber", $"{number}"), ("uploadId", _uploadId));
        using var response = await http.SendAsync(What, () => signer(HttpMethod.Put, address, part, null), cancellationToken);
        _tags.Add(response.Headers.ETag?.ToString() ?? throw new StoreException($"{What}: the store gave part {number} no ETag", isTransient: false));
    }

    protected override async Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken)
    {
        if (_uploadId is null)
        {
            await ConditionallyAsync(HttpMethod.Put, location.Object(key), lastPart, cancellationToken);
            return;
        }

        await SendPartAsync(PartsSent + 1, lastPart, cancellationToken);
        var list = new XElement(
            _namespace + "CompleteMultipartUpload",
            _tags.Select((tag, index) => new XElement(_namespace + "Part", new XElement(_namespace + "PartNumber", index + 1), new XElement(_namespace + "ETag", tag))));
        var body = Encoding.UTF8.GetBytes(list.ToString(SaveOptions.DisableFormatting));
        await ConditionallyAsync(HttpMethod.Post, location.Object(key).With(("uploadId", _uploadId)), body, cancellationToken);
        _uploadId = null;
    }

    protected override async Task AbortAsync(CancellationToken cancellationToken)
    {
        if (_uploadId is null)
        {
            return;
        }

        try
        {
            var signer = await store.SignerAsync(cancellationToken);
            var address = location.Object(key).With(("uploadId", _uploadId));
            await http.SendAndForgetAsync(What, () => signer(HttpMethod.Delete, address, null, null), cancellationToken, HttpStatusCode.NotFound);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // Parts without a completion are invisible; a lifecycle rule of the bucket clears them.
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var signer = await store.SignerAsync(cancellationToken);
        var answer = await http.SendForXmlAsync(What, () => signer(HttpMethod.Post, location.Object(key).With(("uploads", "")), null, null), cancellationToken);
        return answer.Elements().FirstOrDefault(element => element.Name.LocalName == "UploadId")?.Value
            ?? throw new StoreException($"{What}: the store gave no upload ID", isTransient: false);
    }

    // A store that does not know conditional writes says 501; the look before the upload has to do there.
    private async Task ConditionallyAsync(HttpMethod method, StoreAddress address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        foreach (var isConditional in (bool[])[true, false])
        {
            var signer = await store.SignerAsync(cancellationToken);
            using var response = await http.SendAsync(What, () => signer(method, address, body, request =>
            {
                if (isConditional)
                {
                    request.Headers.TryAddWithoutValidation("If-None-Match", "*");
                }
            }), cancellationToken, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict, HttpStatusCode.NotImplemented);
            switch (response.StatusCode)
            {
                case HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict:
                    throw new ObjectExistsException(store.UriOf(key));
                case HttpStatusCode.NotImplemented:
                    continue;
            }

            // A completion may fail after its 200 was sent; the body tells.
            if (StoreErrorText.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) is { } error && method == HttpMethod.Post)
            {
                throw new StoreException($"{What}: {error}", isTransient: true);
            }

            return;
        }

        throw new StoreException($"{What}: the store does not implement this", isTransient: false);
    }
}
