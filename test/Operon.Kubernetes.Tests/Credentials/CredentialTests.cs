using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>Each way to authenticate, from a kubeconfig, against a real HTTPS server.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("operon-credentials-");
    private HttpsServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await HttpsServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_client_certificate_comes_from_data()
    {
        var (certificate, key) = _server.Authority.Issue("jane");
        await CallAsync($"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}");
        Assert.Equal("CN=jane", _server.Requests.Single().ClientSubject);
    }

    [Fact]
    public async Task A_client_certificate_and_the_authority_come_from_files()
    {
        var (certificate, key) = _server.Authority.Issue("joe");
        Write("client.crt", certificate);
        Write("client.key", key);
        Write("ca.crt", _server.Authority.Pem);
        await CallAsync("client-certificate: client.crt, client-key: client.key", cluster: "certificate-authority: ca.crt");
        Assert.Equal("CN=joe", _server.Requests.Single().ClientSubject);
    }

    [Fact]
    public async Task A_token_a_password_and_nobody_say_who_they_are()
    {
        await CallAsync("token: secret");
        await CallAsync("username: jane, password: 'p:w'");
        await CallAsync("");
        Assert.Equal(["Bearer secret", $"Basic {Base64("jane:p:w")}", null], _server.Requests.Select(request => request.Header("Authorization")));
        Assert.All(_server.Requests, request => Assert.Null(request.ClientSubject));
    }

    [Fact]
    public async Task A_token_file_is_read_again_after_a_minute_and_a_gap_in_it_is_bridged()
    {
        var time = new FakeTimeProvider();
        Write("token", "one\n");
        await using var client = Client("tokenFile: token", change: options => options with { TimeProvider = time });
        var nodes = client.Resource(ResourceKinds.Node);

        await nodes.GetAsync(null, "n", Token);
        Write("token", "two\n");
        time.Advance(TimeSpan.FromSeconds(50));
        await nodes.GetAsync(null, "n", Token);
        time.Advance(TimeSpan.FromSeconds(11));
        await nodes.GetAsync(null, "n", Token);
        File.Delete(Path.Combine(_folder.FullName, "token"));
        time.Advance(TimeSpan.FromSeconds(61));
        await nodes.GetAsync(null, "n", Token);

        Assert.Equal(["Bearer one", "Bearer one", "Bearer two", "Bearer two"], _server.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_for_raw_requests_too()
    {
        Write("token", "old");
        using var scripted = new ScriptedServer((request, _) =>
        {
            Write("token", "new");
            return ScriptedServer.Json("{}", request.Headers.Authorization!.Parameter == "new" ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.Unauthorized);
        });
        await using var client = Client("tokenFile: token", change: options => options with { Handler = scripted });
        Assert.NotNull(await client.SendJsonAsync(HttpMethod.Get, "/version", null, Token));
        Assert.Equal(["Bearer old", "Bearer new"], scripted.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task The_name_to_verify_can_differ_from_the_address_and_is_what_the_server_is_asked_for()
    {
        await CallAsync("token: t", cluster: $"certificate-authority-data: {Base64(_server.Authority.Pem)}, tls-server-name: api.internal");
        Assert.Equal("api.internal", _server.Requests.Single().ServerName);
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("token: t", cluster: $"certificate-authority-data: {Base64(_server.Authority.Pem)}, tls-server-name: other.internal"));
    }

    [Fact]
    public async Task An_unknown_authority_is_accepted_only_when_verification_is_switched_off()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("token: t", cluster: "tls-server-name: api.internal"));
        Assert.Empty(_server.Requests);
        await CallAsync("token: t", cluster: "insecure-skip-tls-verify: true");
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Impersonation_names_user_groups_uid_and_extras()
    {
        await CallAsync("token: t, as: jane, as-uid: '7', as-groups: [dev, ops], as-user-extra: {example.com/reason: [night shift], scopes: [a, b]}");
        var request = _server.Requests.Single();
        Assert.Equal(
            ("jane", "7", "dev,ops", "night shift", "a,b"),
            (request.Header("Impersonate-User"), request.Header("Impersonate-Uid"), request.Header("Impersonate-Group"), request.Header("Impersonate-Extra-example.com%2Freason"), request.Header("Impersonate-Extra-scopes")));
    }

    [Fact]
    public async Task A_plugins_certificate_is_presented_and_after_its_expiry_the_next_one_is_on_new_connections()
    {
        var time = new FakeTimeProvider();
        time.SetUtcNow(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (var i = 1; i <= 2; i++)
        {
            var (certificate, key) = _server.Authority.Issue($"plugin{i}");
            Write($"{i}.json", $$"""
                {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":{{Quote(certificate)}},"clientKeyData":{{Quote(key)}},"expirationTimestamp":"2026-01-01T0{{i}}:00:00Z"} }
                """);
        }

        await using var client = Client(Plugin("""cat "$(dirname "$0")/$(n).json" """), change: options => options with { TimeProvider = time });
        var nodes = client.Resource(ResourceKinds.Node);
        await nodes.GetAsync(null, "n", Token);
        time.Advance(TimeSpan.FromMinutes(59));
        await nodes.GetAsync(null, "n", Token);
        time.Advance(TimeSpan.FromMinutes(2));
        await nodes.GetAsync(null, "n", Token);

        Assert.Equal(["CN=plugin1", "CN=plugin1", "CN=plugin2"], _server.Requests.Select(request => request.ClientSubject));
    }

    [Fact]
    public async Task A_plugin_is_told_the_cluster_and_that_nobody_can_be_asked()
    {
        var plugin = Plugin("""
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}'
            """, ", provideClusterInfo: true");
        await CallAsync(plugin, cluster: $"certificate-authority-data: {Base64(_server.Authority.Pem)}, extensions: [{{name: client.authentication.k8s.io/exec, extension: {{audience: me}}}}]");

        var info = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "info")))!;
        Assert.Equal("client.authentication.k8s.io/v1", info["apiVersion"]!.ToString());
        Assert.Equal("ExecCredential", info["kind"]!.ToString());
        Assert.Equal("false", info["spec"]!["interactive"]!.ToJsonString());
        var cluster = info["spec"]!["cluster"]!;
        Assert.Equal(
            (_server.Address.ToString(), Base64(_server.Authority.Pem), "me"),
            (new Uri(cluster["server"]!.ToString()).ToString(), cluster["certificate-authority-data"]!.ToString(), cluster["config"]!["audience"]!.ToString()));
        Assert.Equal("Bearer t", _server.Requests.Single().Header("Authorization"));
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_one_run_of_the_plugin()
    {
        await using var client = Client(Plugin("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$(n)'"}}'"""));
        var nodes = client.Resource(ResourceKinds.Node);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => nodes.GetAsync(null, "n", Token)));
        Assert.All(_server.Requests, request => Assert.Equal("Bearer t1", request.Header("Authorization")));
        Assert.Equal(10, _server.Requests.Count);
    }

    [Fact]
    public async Task A_plugin_that_must_ask_is_not_run_without_a_terminal()
    {
        Assert.SkipUnless(Console.IsInputRedirected, "standard input is a terminal");
        var e = await Assert.ThrowsAsync<KubeconfigException>(() => CallAsync(Plugin("echo ran > \"$(dirname \"$0\")/ran\"").Replace("Never", "Always", StringComparison.Ordinal)));
        Assert.Contains("interactiveMode: Always", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "ran")));
    }

    [Theory]
    [InlineData("echo nonsense", "did not print JSON")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}'""", "printed apiVersion 'client.authentication.k8s.io/v1beta1'")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"x"}}'""", "printed neither status.token nor")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t","expirationTimestamp":"soon"}}'""", "'soon', which is not an RFC 3339 time")]
    public async Task A_plugin_that_breaks_the_contract_is_told_how(string script, string problem)
    {
        var e = await Assert.ThrowsAsync<KubeconfigException>(() => CallAsync(Plugin(script)));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Quote(string text) => $"\"{text.ReplaceLineEndings("\\n")}\"";

    private string Plugin(string script, string fields = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        var path = Write("plugin.sh", string.Create(CultureInfo.InvariantCulture, $$"""
            #!/bin/sh
            n() { c=$(($(cat "$(dirname "$0")/runs" 2>/dev/null || echo 0) + 1)); echo $c > "$(dirname "$0")/runs"; echo $c; }
            {{script}}

            """));
#pragma warning disable CA1416 // Skipped on Windows above.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, interactiveMode: Never{fields}}}";
    }

    private async Task CallAsync(string user, string? cluster = null)
    {
        await using var client = Client(user, cluster);
        await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token);
    }

    private KubernetesClient Client(string user, string? cluster = null, Func<KubernetesClientOptions, KubernetesClientOptions>? change = null)
    {
        cluster ??= $"certificate-authority-data: {Base64(_server.Authority.Pem)}";
        var path = Write("config", $$"""
            current-context: c
            contexts:
            - {name: c, context: {cluster: c, user: u} }
            clusters:
            - name: c
              cluster: {server: "{{_server.Address}}", {{cluster}} }
            users:
            - name: u
              user: { {{user}} }
            """);
        var options = KubernetesClientOptions.FromKubeconfig(path);
        return KubernetesClient.Create(change?.Invoke(options) ?? options);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
