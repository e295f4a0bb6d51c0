using System.Diagnostics;
using Operon.Etcd.Certificates;
using Operon.Etcd.Objects;
using Operon.Etcd.Tests.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Certificates;

/// <summary>Another implementation judges the certificates. Skipped where there is no openssl.</summary>
public sealed class OpenSslTests
{
    [Fact]
    public async Task OpenSSL_verifies_every_certificate_for_its_purpose_and_name()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "openssl")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "no openssl on the PATH");
        var folder = Directory.CreateTempSubdirectory("operon-openssl-").FullName;
        try
        {
            var now = DateTimeOffset.UtcNow;
            var authority = AuthorityPlan.Next("example", null, null, null, Lifetimes.Default, now);
            var other = AuthorityPlan.Next("example", null, null, null, Lifetimes.Default, now);
            await File.WriteAllTextAsync(Path.Combine(folder, "other.crt"), other.Bundle, TestContext.Current.CancellationToken);
            foreach (var leaf in LeafSpecs.Of(new ClusterLayout(Clusters.Example("""{"size": 3, "TLS": {"auto": {}}}"""))))
            {
                foreach (var (key, bytes) in LeafSecret.Render(leaf, null, authority, Lifetimes.Default, now))
                {
                    await File.WriteAllBytesAsync(Path.Combine(folder, key), bytes, TestContext.Current.CancellationToken);
                }

                var purpose = leaf.Request.Usages.Contains(LeafRequest.ServerUse) ? "sslserver" : "sslclient";
                Assert.Equal(0, await RunAsync("verify", "-x509_strict", "-purpose", purpose, "-CAfile", leaf.AuthorityKey, leaf.CertificateKey));
                Assert.NotEqual(0, await RunAsync("verify", "-CAfile", "other.crt", leaf.CertificateKey));
            }

            Assert.Equal(0, await RunAsync("verify", "-verify_hostname", "example-client.apps.svc", "-CAfile", "server-ca.crt", "server.crt"));
            Assert.Equal(0, await RunAsync("verify", "-verify_ip", "127.0.0.1", "-CAfile", "server-ca.crt", "server.crt"));
            Assert.NotEqual(0, await RunAsync("verify", "-verify_hostname", "other.apps.svc", "-CAfile", "server-ca.crt", "server.crt"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<int> RunAsync(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
    }
}
