using System.Buffers.Binary;
using System.Net;
using System.Text;
using k8s.Models;
using Operon.LocalCluster.Networking.Dns;

namespace Operon.LocalCluster.Tests.Networking;

public sealed class ZoneTests
{
    private static readonly DnsZone Zone = new(
        [
            Headless("etcd"),
            ClusterIp("client", "10.96.0.50", 2379, "client"),
            new V1Service { Metadata = Named("outside"), Spec = new V1ServiceSpec { Type = "ExternalName", ExternalName = "db.example.com" } },
        ],
        [
            new V1EndpointSlice
            {
                Metadata = new V1ObjectMeta { Name = "etcd-x", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "etcd" } },
                Ports = [new Discoveryv1EndpointPort { Name = "peer", Port = 2380, Protocol = "TCP" }],
                Endpoints =
                [
                    Endpoint("10.77.1.1", "etcd-0", isReady: true),
                    Endpoint("10.77.1.2", null, isReady: true),
                    Endpoint("10.77.1.3", "etcd-2", isReady: false),
                ],
            },
        ]);

    [Theory]
    [InlineData("etcd.default.svc.cluster.local", DnsRecordType.A, "10.77.1.1 10.77.1.2")]
    [InlineData("etcd-0.etcd.default.svc.cluster.local", DnsRecordType.A, "10.77.1.1")]
    [InlineData("10-77-1-2.etcd.default.svc.cluster.local", DnsRecordType.A, "10.77.1.2")]
    [InlineData("client.default.svc.cluster.local", DnsRecordType.A, "10.96.0.50")]
    [InlineData("client.default.svc.cluster.local", DnsRecordType.Aaaa, "")]
    [InlineData("svc.cluster.local", DnsRecordType.A, "")]
    [InlineData("etcd-2.etcd.default.svc.cluster.local", DnsRecordType.A, "NameError")]
    [InlineData("nobody.default.svc.cluster.local", DnsRecordType.A, "NameError")]
    [InlineData("example.com", DnsRecordType.A, "NameError")]
    [InlineData("outside.default.svc.cluster.local", DnsRecordType.A, "db.example.com")]
    [InlineData("1.1.77.10.in-addr.arpa", DnsRecordType.Ptr, "etcd-0.etcd.default.svc.cluster.local")]
    [InlineData("50.0.96.10.in-addr.arpa", DnsRecordType.Ptr, "client.default.svc.cluster.local")]
    [InlineData("_peer._tcp.etcd.default.svc.cluster.local", DnsRecordType.Srv, "etcd-0.etcd.default.svc.cluster.local:2380 10-77-1-2.etcd.default.svc.cluster.local:2380")]
    [InlineData("10-77-9-9.default.pod.cluster.local", DnsRecordType.A, "10.77.9.9")]
    public void Answers_by_the_kubernetes_dns_specification(string name, object type, string expected)
    {
        var answer = Zone.Answer(new DnsQuestion(name, (DnsRecordType)type));

        var found = answer.Code == DnsResponseCode.NoError
            ? string.Join(' ', answer.Records.Select(Text).Order(StringComparer.Ordinal))
            : answer.Code.ToString();
        Assert.Equal(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)), found);
    }

    [Fact]
    public void Unready_endpoints_have_names_when_the_service_publishes_them()
    {
        var service = Headless("early");
        service.Spec.PublishNotReadyAddresses = true;
        var slice = new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta { Name = "early-x", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "early" } },
            Endpoints = [Endpoint("10.77.1.9", "m", isReady: false)],
        };

        Assert.Equal([IPAddress.Parse("10.77.1.9")], new DnsZone([service], [slice]).Resolve("M.early.default.svc.cluster.local."));
    }

    [Fact]
    public void A_query_is_read_and_answered_on_the_wire()
    {
        var query = DnsMessage.Read(Query("etcd-0.ETCD.default.svc.cluster.local", DnsRecordType.A))!;
        var response = query.Respond(Zone.Answer(query.Question!), query.UdpSize);

        Assert.Equal("etcd-0.etcd.default.svc.cluster.local", query.Question!.Name);
        Assert.Equal(0x1234, BinaryPrimitives.ReadUInt16BigEndian(response));
        Assert.Equal(0x8580, BinaryPrimitives.ReadUInt16BigEndian(response.AsSpan(2)));
        Assert.Equal(1, BinaryPrimitives.ReadUInt16BigEndian(response.AsSpan(6)));
        Assert.Equal([0, 0, 0, 5, 0, 4, 10, 77, 1, 1], response[^10..]);
        Assert.Equal([0xC0, 12], response[^16..^14]);
    }

    [Fact]
    public void An_answer_too_large_for_udp_is_truncated()
    {
        var query = DnsMessage.Read(Query("etcd.default.svc.cluster.local", DnsRecordType.A))!;

        var response = query.Respond(Zone.Answer(query.Question!), 60);

        Assert.Equal(0x0200, BinaryPrimitives.ReadUInt16BigEndian(response.AsSpan(2)) & 0x0200);
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(response.AsSpan(6)));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x12, 0x34, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0 })]
    public void Responses_and_fragments_are_not_answered(byte[] message) => Assert.Null(DnsMessage.Read(message));

    internal static V1Service Headless(string name) => new() { Metadata = Named(name), Spec = new V1ServiceSpec { Type = "ClusterIP", ClusterIP = "None" } };

    internal static V1Service ClusterIp(string name, string address, int port, string portName) => new()
    {
        Metadata = Named(name),
        Spec = new V1ServiceSpec { Type = "ClusterIP", ClusterIP = address, ClusterIPs = [address], Ports = [new V1ServicePort { Name = portName, Port = port, Protocol = "TCP" }] },
    };

    private static V1ObjectMeta Named(string name) => new() { Name = name, NamespaceProperty = "default" };

    private static V1Endpoint Endpoint(string address, string? hostName, bool isReady) =>
        new() { Addresses = [address], Hostname = hostName, Conditions = new V1EndpointConditions { Ready = isReady } };

    private static string Text(DnsRecord record) =>
        record.Type == DnsRecordType.Srv ? $"{record.Target}:{record.Port}" : record.Address?.ToString() ?? record.Target!;

    private static byte[] Query(string name, DnsRecordType type)
    {
        var labels = name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, 0, (byte)type, 0, 1];
    }
}
