using System.Net;
using System.Net.Sockets;
using System.Text;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Networking.Dns;
using Operon.LocalCluster.Tests.Pods;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Networking;

[RunsInNamespace]
public sealed class NetworkingTests
{
    [Fact(Explicit = true)]
    public async Task Pods_find_each_other_by_name_and_services_forward_to_them()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var bench = await PodBench.CreateAsync();
        var zone = DnsZone.Empty;
        var dns = new DnsServer(() => zone, NullLogger<DnsServer>.Instance).ServeClusterAsync(stop.Token);
        var socketPath = Path.Combine(bench.DataDirectory, ClusterDialer.SocketName);
        var dial = new DialServer(() => zone, NullLogger<DialServer>.Instance).RunAsync(socketPath, stop.Token);
        await using var proxy = new ServiceProxy(NullLogger<ServiceProxy>.Instance);

        var server = PodBench.Pod("server-0", PodBench.Shell(
            "exec perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new(Listen=>9,LocalPort=>80,ReuseAddr=>1) or die $!; while($c=$s->accept){print $c $c->peerhost.\"\\n\"; close $c}'"));
        server.Spec.Hostname = "server-0";
        server.Spec.Subdomain = "servers";
        server.Spec.Containers[0].ReadinessProbe = new V1Probe { TcpSocket = new V1TCPSocketAction { Port = 80 }, PeriodSeconds = 1 };
        bench.Start(server);
        var status = await bench.StatusAsync(server, PodBench.IsReady, "the server is ready");

        var slice = new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta { Name = "servers-1", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "servers" } },
            AddressType = "IPv4",
            Ports = [new Discoveryv1EndpointPort { Name = "http", Port = 80, Protocol = "TCP" }],
            Endpoints = [new V1Endpoint { Addresses = [status.PodIP], Hostname = "server-0", Conditions = new V1EndpointConditions { Ready = true } }],
        };
        var front = new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta { Name = "front-1", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "front" } },
            AddressType = "IPv4",
            Ports = slice.Ports,
            Endpoints = slice.Endpoints,
        };
        V1Service[] services = [ZoneTests.Headless("servers"), ZoneTests.ClusterIp("front", "10.96.7.7", 8080, "http")];
        zone = new DnsZone(services, [slice, front]);
        await proxy.ApplyAsync(ServiceTable.Build(services, [slice, front]), cancellationToken);

        var client = PodBench.Pod("client", PodBench.Shell(
            "getent hosts server-0.servers; getent hosts " + status.PodIP + "; getent hosts front; getent hosts nobody || echo none; "
            + "perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new(PeerAddr=>\"front:8080\") or die $!; print <$s>; $t=IO::Socket::INET->new(PeerAddr=>\"server-0.servers:80\") or die $!; print <$t>'"));
        client.Spec.RestartPolicy = "Never";
        bench.Start(client);
        var ended = await bench.StatusAsync(client, result => result.Phase is "Succeeded" or "Failed", "the client ends");

        var log = bench.Log(client);
        Assert.True(ended.Phase == "Succeeded", bench.Describe(client));
        Assert.Contains($"{status.PodIP}", log, StringComparison.Ordinal);
        Assert.Contains("server-0.servers.default.svc.cluster.local", log, StringComparison.Ordinal);
        Assert.Contains("10.96.7.7", log, StringComparison.Ordinal);
        Assert.Contains("none", log, StringComparison.Ordinal);
        Assert.Contains(ClusterAddresses.Gateway + "\n", log + "\n", StringComparison.Ordinal);
        Assert.Contains(ended.PodIP, log.Split('\n'));

        var dialer = new ClusterDialer(socketPath);
        await using var stream = await dialer.ConnectAsync("front.default.svc", 8080, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal(ClusterAddresses.Gateway.ToString(), await reader.ReadLineAsync(cancellationToken));
        await Assert.ThrowsAsync<IOException>(() => dialer.ConnectAsync("nobody", 80, cancellationToken));

        services = [services[0]];
        await proxy.ApplyAsync(ServiceTable.Build(services, [slice]), cancellationToken);
        using var refused = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAnyAsync<SocketException>(() => refused.ConnectAsync(IPAddress.Parse("10.96.7.7"), 8080, cancellationToken).AsTask());
        await stop.CancelAsync();
        await Task.WhenAll(dns, dial);
    }
}
