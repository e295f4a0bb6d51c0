using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Operon.Etcd.Stores.Azure;

/// <summary>Blocks, then the list that makes them a blob. Azure forgets blocks without a list after a week.</summary>
internal sealed class AzureUpload(AzureStore store, StoreHttp http, string key) : ObjectUpload
{
    private readonly List<string> _blocks = [];

    private string What => $"write {store.UriOf(key)}";

    protected override async Task SendPartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        // All IDs of a blob must have one length.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(number.ToString("D8", CultureInfo.InvariantCulture)));
        var address = store.Address(key).With(("comp", "block"), ("blockid", id));
        await http.SendAndForgetAsync(What, () => store.Make(HttpMethod.Put, address, part), cancellationToken);
        _blocks.Add(id);
    }

    protected override async Task FinishAsync(ReadOnlyMemory<byte> lastPart, CancellationToken cancellationToken)
    {
        if (lastPart.Length > 0)
        {
            await SendPartAsync(PartsSent + 1, lastPart, cancellationToken);
        }

        var list = new XElement("BlockList", _blocks.Select(block => new XElement("Uncommitted", block)));
        var body = Encoding.UTF8.GetBytes(list.ToString(SaveOptions.DisableFormatting));
        using var response = await http.SendAsync(
            What,
            () => store.Make(
                HttpMethod.Put, store.Address(key).With(("comp", "blocklist")), body, request => request.Headers.TryAddWithoutValidation("If-None-Match", "*")),
            cancellationToken,
            HttpStatusCode.Conflict,
            HttpStatusCode.PreconditionFailed);
        if (!response.IsSuccessStatusCode)
        {
            throw new ObjectExistsException(store.UriOf(key));
        }
    }

    protected override Task AbortAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
