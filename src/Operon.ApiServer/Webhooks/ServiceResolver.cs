using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Webhooks;

/// <summary>Connects to the pods behind a Service without going through its cluster address, so that it works where nothing forwards those.</summary>
internal sealed class ServiceResolver(ObjectStore store, Func<IPEndPoint, CancellationToken, ValueTask<Stream>>? dial)
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";
    private uint _turn;

    /// <summary>Connects to a ready endpoint, in turn; to the next one when one does not answer.</summary>
    /// <exception cref="WebhookCallException">There is no such Service, no such port or no ready endpoint.</exception>
    public async ValueTask<Stream> ConnectAsync(WebhookService service, CancellationToken cancellationToken)
    {
        var endpoints = Endpoints(service);
        var first = Interlocked.Increment(ref _turn);
        for (var tries = 0; ; tries++)
        {
            var endpoint = endpoints[(int)((first + (uint)tries) % (uint)endpoints.Count)];
            try
            {
                return await (dial ?? DialAsync)(endpoint, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (tries < endpoints.Count - 1)
            {
                // The pod of this endpoint may just be going.
            }
            catch (SocketException failure)
            {
                throw DialFailure.Of(endpoint.ToString(), failure);
            }
        }
    }

    public static async ValueTask<Stream> DialAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private List<IPEndPoint> Endpoints(WebhookService service)
    {
        var spec = (store.Find(StorageNames.Services, service.Namespace, service.Name)?.Decode() ?? throw new WebhookCallException($"service \"{service.Name}\" not found")).Object("spec");
        var port = spec.Objects("ports").FirstOrDefault(item => item["port"].Integer() == service.Port)
            ?? throw new WebhookCallException($"no service port {service.Port.ToString(CultureInfo.InvariantCulture)} found for service \"{service.Name}\"");
        var found = Slices(service, port.Text("name"));
        if (found.Count == 0)
        {
            found = Subsets(service, port.Text("name"));
        }

        return found.Count > 0 ? found : throw new WebhookCallException($"no endpoints available for service \"{service.Name}\"");
    }

    private List<IPEndPoint> Slices(WebhookService service, string portName) =>
    [
        .. from slice in store.State.Snapshot(StorageNames.EndpointSlices).Range(service.Namespace, null)
           where slice.Index.Labels.GetValueOrDefault(ServiceNameLabel) == service.Name
           let json = slice.Decode()
           from port in json.Objects("ports")
           where port.Text("name") == portName && port["port"] is not null
           from endpoint in json.Objects("endpoints")
           where endpoint.Object("conditions")?["ready"].Boolean() != false
           from address in endpoint.Texts("addresses")
           where IPAddress.TryParse(address, out _)
           select new IPEndPoint(IPAddress.Parse(address), (int)port["port"].Integer()!.Value),
    ];

    private List<IPEndPoint> Subsets(WebhookService service, string portName) =>
    [
        .. from subset in store.Find(StorageNames.Endpoints, service.Namespace, service.Name)?.Decode().Objects("subsets") ?? []
           from port in subset.Objects("ports")
           where port.Text("name") == portName && port["port"] is not null
           from address in subset.Objects("addresses")
           where IPAddress.TryParse(address.Text("ip"), out _)
           select new IPEndPoint(IPAddress.Parse(address.Text("ip")), (int)port["port"].Integer()!.Value),
    ];
}
