using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Operon.ApiServer.Tests.Hosting;
using Xunit;

namespace Operon.ApiServer.Tests.Storage;

public sealed partial class CrashTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_killed_server_has_lost_nothing_it_acknowledged()
    {
        var directory = Directory.CreateTempSubdirectory("operon-crash-");
        try
        {
            var acknowledged = new ConcurrentDictionary<string, long>();
            using (var process = await StartProcessAsync(directory.FullName))
            {
                using var client = await ConnectAsync(directory.FullName);
                var writers = Enumerable.Range(0, 8).Select(writer => WriteUntilCutOffAsync(client, writer, acknowledged)).ToList();
                await UntilAsync(() => acknowledged.Count >= 200);
                process.Kill();
                await process.WaitForExitAsync(TestServer.Cancel);
                await Task.WhenAll(writers);
            }

            await using var server = await TestServer.StartAsync(new ApiServerOptions { DataDirectory = directory.FullName });
            var list = await server.GetAsync(ConfigMaps);
            var found = list["items"]!.AsArray().ToDictionary(item => (string)item!["metadata"]!["name"]!, item => (string)item!["metadata"]!["resourceVersion"]!);

            Assert.All(acknowledged, write => Assert.Equal(write.Value.ToString(CultureInfo.InvariantCulture), found.GetValueOrDefault(write.Key)));
            Assert.True(long.Parse((string)list["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture) >= acknowledged.Values.Max());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_reopened_server_keeps_objects_credentials_and_revision_and_expires_older_watches()
    {
        var directory = Directory.CreateTempSubdirectory("operon-reopen-");
        try
        {
            ClientCertificate credentials;
            string revision;
            await using (var first = await TestServer.StartAsync(new ApiServerOptions { DataDirectory = directory.FullName }))
            {
                credentials = first.Host.IssueClientCertificate("admin", "system:masters");
                revision = (string)(await first.CreateConfigMapAsync("a", """{"k":"v"}"""))["metadata"]!["resourceVersion"]!;
                await first.CreateConfigMapAsync("b");
                await first.DeleteAsync($"{ConfigMaps}/b");
            }

            await using var second = await TestServer.StartAsync(new ApiServerOptions { DataDirectory = directory.FullName });
            using var client = second.ClientWithCertificate(credentials);
            var kept = await second.SendAsync(HttpMethod.Get, $"{ConfigMaps}/a", null, 200, client: client);
            var next = await second.CreateConfigMapAsync("c");

            Assert.Equal(revision, (string)kept["metadata"]!["resourceVersion"]!);
            Assert.True(long.Parse((string)next["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture) > long.Parse(revision, CultureInfo.InvariantCulture) + 2);
            await second.GetAsync($"{ConfigMaps}/b", 404);
            await second.SendAsync(HttpMethod.Get, $"{ConfigMaps}?watch=true&resourceVersion={revision}", null, 410);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_data_directory_in_use_is_refused_by_name()
    {
        var directory = Directory.CreateTempSubdirectory("operon-busy-");
        try
        {
            await using var first = await TestServer.StartAsync(new ApiServerOptions { DataDirectory = directory.FullName });

            var error = await Assert.ThrowsAsync<IOException>(() => ApiServerHost.StartAsync(new ApiServerOptions { DataDirectory = directory.FullName }, TestServer.Cancel));

            Assert.Contains(directory.FullName, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<Process> StartProcessAsync(string directory)
    {
        var kubeconfig = Path.Combine(directory, "kubeconfig");
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "ApiServerProcess.dll"), kubeconfig, directory },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await UntilAsync(() => File.Exists(kubeconfig) || process.HasExited);
        Assert.False(process.HasExited);
        return process;
    }

    private static async Task<HttpClient> ConnectAsync(string directory)
    {
        var kubeconfig = await File.ReadAllTextAsync(Path.Combine(directory, "kubeconfig"), TestServer.Cancel);
        string Data(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(kubeconfig, name + ": (\\S+)").Groups[1].Value));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Data("certificate-authority-data")));
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(Data("client-certificate-data"), Data("client-key-data"))];
        return new HttpClient(handler) { BaseAddress = new Uri(ServerPattern().Match(kubeconfig).Groups[1].Value) };
    }

    private static async Task WriteUntilCutOffAsync(HttpClient client, int writer, ConcurrentDictionary<string, long> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var name = $"w{writer}-{i}";
            try
            {
                using var content = new StringContent($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"} }""", Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(new Uri(ConfigMaps, UriKind.Relative), content, TestServer.Cancel);
                response.EnsureSuccessStatusCode();
                var text = await response.Content.ReadAsStringAsync(TestServer.Cancel);
                acknowledged[name] = long.Parse(RevisionPattern().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestServer.Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    [GeneratedRegex("server: (\\S+)")]
    private static partial Regex ServerPattern();

    [GeneratedRegex("\"resourceVersion\":\"(\\d+)\"")]
    private static partial Regex RevisionPattern();
}
