using System.Diagnostics;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Membership;

/// <summary>The programs that tests of several versions run.</summary>
public sealed class EtcdVersionsTests
{
    [Fact]
    public async Task Both_3_4_and_3_5_are_there_and_say_so_themselves()
    {
        var all = await EtcdVersions.AllAsync();
        Assert.Contains(all, etcd => etcd.Version.Minor == 4);
        Assert.Contains(all, etcd => etcd.Version.Minor == 5);
        foreach (var etcd in all)
        {
            Assert.Contains($"etcd Version: {etcd.Version}", await RunAsync(etcd.Etcd, "--version"), StringComparison.Ordinal);
            Assert.Contains(etcd.Version.ToString(), await RunAsync(etcd.Etcdctl, "version"), StringComparison.Ordinal);
            Assert.Equal(etcd.Version.Minor >= 5, etcd.Etcdutl is not null);
        }
    }

    private static async Task<string> RunAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
