using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Operon.Etcd.Stores.Aliyun;

/// <summary>One PUT for what fits into one part, else a multipart upload; both refuse to overwrite.</summary>
internal sealed class OssUpload(OssStore store, StoreHttp http, string key) : ObjectUpload
{
    private readonly List<string> _tags = [];
    private string? _uploadId;

    private string What => $"write {store.UriOf(key)}";

    protected override async Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _uploadId ??= await BeginAsync(cancellationToken);
        var address = store.Address(key).With(("partNumber", $"{number}"), ("uploadId", _uploadId));
        using var response = await http.SendAsync(What, () => store.Make(HttpMethod.Put, address, key, part), cancellationToken);
        _tags.Add(response.Headers.ETag?.ToString() ?? throw new StoreException($"{What}: the store gave part {number} no ETag", isTransient: false));
    }

    protected override async Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken)
    {
        if (_uploadId is null)
        {
            await FinishAsync(HttpMethod.Put, store.Address(key), lastPart, cancellationToken);
            return;
        }

        await SendPartAsync(PartsSent + 1, lastPart, cancellationToken);
        var list = new XElement(
            "CompleteMultipartUpload",
            _tags.Select((tag, index) => new XElement("Part", new XElement("PartNumber", index + 1), new XElement("ETag", tag))));
        var body = Encoding.UTF8.GetBytes(list.ToString(SaveOptions.DisableFormatting));
        await FinishAsync(HttpMethod.Post, store.Address(key).With(("uploadId", _uploadId)), body, cancellationToken);
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
            var address = store.Address(key).With(("uploadId", _uploadId));
            await http.SendAndForgetAsync(What, () => store.Make(HttpMethod.Delete, address, key), cancellationToken, HttpStatusCode.NotFound);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // Parts without a completion are invisible; a lifecycle rule of the bucket clears them.
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var answer = await http.SendForXmlAsync(
            What, () => store.Make(HttpMethod.Post, store.Address(key).With(("uploads", "")), key, ReadOnlyMemory<byte>.Empty), cancellationToken);
        return answer.Element("UploadId")?.Value ?? throw new StoreException($"{What}: the store gave no upload ID", isTransient: false);
    }

    private async Task FinishAsync(HttpMethod method, StoreAddress address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(
            What,
            () => store.Make(method, address, key, body, request => request.Headers.TryAddWithoutValidation("x-oss-forbid-overwrite", "true")),
            cancellationToken,
            HttpStatusCode.Conflict);
        if (!response.IsSuccessStatusCode)
        {
            throw new ObjectExistsException(store.UriOf(key));
        }
    }
}
