using System.Diagnostics;
using Operon.Etcd.Planning;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Versions;

/// <summary>The table of flags against the help texts of real programs.</summary>
public sealed class RealFlagTests
{
    [Fact]
    public async Task Every_version_at_hand_knows_the_flags_the_table_says_it_knows()
    {
        foreach (var etcd in await EtcdVersions.AllAsync())
        {
            Assert.True(EtcdVersion.TryParse(etcd.Version.ToString(), out var version));
            foreach (var flag in EtcdFlags.Known.Where(flag => flag.ExistsIn(version) && flag.Name != EtcdFlags.FeatureGates))
            {
                var argument = Assert.Single(OptionRendering.Render(new Dictionary<string, string> { [flag.Name] = "" }, version));
                Assert.False(await IsUnknownAsync(etcd.Etcd, argument), $"etcd {version} does not know {argument}");
            }

            Assert.True(await IsUnknownAsync(etcd.Etcd, "--no-such-flag="));
        }
    }

    // A flag that is not known ends the program before it does anything; so does --version after those that are.
    private static async Task<bool> IsUnknownAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            ArgumentList = { argument, "--version" },
            Environment = { ["ETCD_UNSUPPORTED_ARCH"] = "arm64" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (error + await output).Contains("flag provided but not defined", StringComparison.Ordinal);
    }
}
