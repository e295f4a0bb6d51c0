using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Membership;

/// <summary>The arguments members get listen on IPv6 too, and the operator dials a pod whose address is one of IPv6.</summary>
public sealed class DualStackTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_member_answers_on_both_families(string address)
    {
        Assert.SkipWhen(address == "::1" && !HasIpv6Loopback(), "this machine has no IPv6 loopback");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var etcd = await EtcdVersions.NewestAsync(5);
        var layout = new ClusterLayout(Clusters.Example());
        var (client, peer, metrics) = (EtcdProcess.FreePort(), EtcdProcess.FreePort(), EtcdProcess.FreePort());
        var folder = Directory.CreateTempSubdirectory("operon-etcd-").FullName;
        var placement = new MemberPlacement { Name = "m", Version = new EtcdVersion(3, 5, 0), IsSeed = true, InitialCluster = [new("m", $"http://127.0.0.1:{peer}")] };
        var arguments = MemberArguments.Build(layout, placement).Select(argument => argument
            .Replace($"{layout.Host("m")}:2380", $"127.0.0.1:{peer}", StringComparison.Ordinal)
            .Replace($"{layout.Host("m")}:2379", $"127.0.0.1:{client}", StringComparison.Ordinal)
            .Replace(":2379", $":{client}", StringComparison.Ordinal)
            .Replace(":2380", $":{peer}", StringComparison.Ordinal)
            .Replace(":2381", $":{metrics}", StringComparison.Ordinal)
            .Replace(MemberArguments.DataDirectory, folder, StringComparison.Ordinal));
        using var process = Process.Start(new ProcessStartInfo(etcd.Etcd, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            using var connection = new MemberDialer(null).Connect(new Uri($"http://{layout.Host("m")}:{client}"), address, null);
            while (true)
            {
                try
                {
                    Assert.NotEqual(0UL, (await connection.StatusAsync(limit.Token)).ClusterId);
                    return;
                }
                catch (RpcException) when (!limit.IsCancellationRequested)
                {
                    await Task.Delay(100, limit.Token);
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasIpv6Loopback()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
