using System.Net;
using System.Text;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class KubeconfigTests : IDisposable
{
    private const string Head = """
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - {name: main, context: {cluster: c, user: u, namespace: team}}
        clusters:
        - name: c
          cluster: {server: "https://one:6443", certificate-authority: ca.crt, tls-server-name: api, proxy-url: "socks5://p:1"}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("operon-kubeconfig-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Files_named_in_it_count_from_its_folder()
    {
        Write("ca.crt", "CA");
        Write("client.crt", "CERT");
        var path = Write("config", Head + $"users:\n- name: u\n  user: {{client-certificate: client.crt, client-key-data: {Base64("KEY")}, as: jane, as-groups: [g]}}\n");

        var options = KubernetesClientOptions.FromKubeconfig(path);

        Assert.Equal("https://one:6443/", options.Server.ToString());
        Assert.Equal(("team", "CA", "api"), (options.DefaultNamespace, options.CertificateAuthorityPem, options.TlsServerName));
        Assert.Equal(("CERT", "KEY"), (options.ClientCertificatePem, options.ClientKeyPem));
        Assert.Equal(new Uri("socks5://p:1"), options.Proxy);
        Assert.Equal(("jane", "g"), (options.Impersonate!.User, options.Impersonate.Groups.Single()));
    }

    [Fact]
    public void Another_context_can_be_chosen()
    {
        var text = "current-context: none\ncontexts:\n- {name: a, context: {cluster: x}}\nclusters:\n- {name: x, cluster: {server: 'http://h:1', insecure-skip-tls-verify: true}}\n";
        var options = KubernetesClientOptions.FromKubeconfigText(text, "a");
        Assert.True(options.InsecureSkipTlsVerify);
        Assert.Equal("default", options.DefaultNamespace);
    }

    [Fact]
    public void Several_files_are_merged_and_the_first_one_wins()
    {
        var first = Write("first", "current-context: a\ncontexts:\n- {name: a, context: {cluster: x}}\n");
        var second = Write("second", "current-context: b\ncontexts:\n- {name: a, context: {cluster: none}}\nclusters:\n- {name: x, cluster: {server: 'https://second'}}\n");
        var merged = Kubeconfig.Load([first, Path.Combine(_folder.FullName, "missing"), second]);
        Assert.Equal(new Uri("https://second"), merged.ToOptions(null).Server);
    }

    [Theory]
    [InlineData("contexts: []\n", "current-context is not set")]
    [InlineData("current-context: x\n", "context 'x' does not exist; there are: none")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: z}}\n", "contexts[0].context.cluster names 'z'")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {}}\n", "clusters[0].cluster.server is missing")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: 'https://h', certificate-authority-data: '%%'}}\n", "certificate-authority-data is not base64")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: 'https://h', certificate-authority: missing.crt}}\n", "certificate-authority names a file that cannot be read")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: 'https://h'}}\nusers:\n- {name: u, user: {token: 12}}\n", "users[0].user.token must be a string")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: 'https://h'}}\nusers:\n- {name: u, user: {exec: {apiVersion: x, command: y}}}\n", "exec.apiVersion 'x' is not supported")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: 'https://h'}}\nusers:\n- {name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: y}}}\n", "exec.interactiveMode is missing")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: 'https://h'}}\nusers:\n- {name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: y, interactiveMode: Maybe}}}\n", "exec.interactiveMode 'Maybe' is not")]
    [InlineData("current-context: a\ncontexts:\n- {name: a, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: 'https://h'}}\nusers:\n- {name: u, user: {auth-provider: {name: oidc}}}\n", "auth-provider is not supported")]
    [InlineData("a: [", "YAML line")]
    public void A_mistake_names_file_and_field(string text, string part)
    {
        var path = Write("config", text);
        var e = Assert.Throws<KubeconfigException>(() => KubernetesClientOptions.FromKubeconfig(path));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_again_after_the_server_refused_the_token()
    {
        var token = Write("token", "old\n");
        var path = Write("config", Head.Replace("certificate-authority: ca.crt, ", "", StringComparison.Ordinal) + "users:\n- name: u\n  user: {tokenFile: token}\n");
        using var server = new ScriptedServer((request, _) =>
        {
            File.WriteAllText(token, "new");
            return request.Headers.Authorization!.Parameter == "new" ? ScriptedServer.Json("{}") : ScriptedServer.Json("", HttpStatusCode.Unauthorized);
        });
        await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(path) with { Handler = server });
        await client.Resource(ResourceKinds.Node).GetAsync(null, "n", TestContext.Current.CancellationToken);
        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task An_exec_plugin_is_run_once_until_its_token_expires_or_is_refused()
    {
        var script = Write("plugin.sh", """
            #!/bin/sh
            n=$(($(cat "$COUNTER" 2>/dev/null || echo 0) + 1))
            echo $n > "$COUNTER"
            case "$KUBERNETES_EXEC_INFO" in *'"server":"https://one:6443"'*) ;; *) echo "no cluster: $KUBERNETES_EXEC_INFO" >&2; exit 3;; esac
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n$1'","expirationTimestamp":"2999-01-01T00:00:00Z"}}'
            """);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
#pragma warning disable CA1416 // Skipped on Windows above.
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        var counter = Path.Combine(_folder.FullName, "counter");
        var path = Write("config", Head.Replace("certificate-authority: ca.crt, ", "", StringComparison.Ordinal) + $$"""
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin.sh
                  args: [x]
                  env: [{name: COUNTER, value: {{counter}}}]
                  provideClusterInfo: true
                  interactiveMode: Never

            """);
        using var server = new ScriptedServer((_, count) => count == 3 ? ScriptedServer.Json("", HttpStatusCode.Unauthorized) : ScriptedServer.Json("{}"));
        await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(path) with { Handler = server });
        var nodes = client.Resource(ResourceKinds.Node);
        for (var i = 0; i < 3; i++)
        {
            await nodes.GetAsync(null, "n", TestContext.Current.CancellationToken);
        }

        Assert.Equal(["Bearer t1x", "Bearer t1x", "Bearer t1x", "Bearer t2x"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_failing_exec_plugin_says_what_it_printed()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("{}"));
        await using var failing = server.Client(options => options with { Exec = new ExecCredentialPlugin { Command = "sh", Arguments = ["-c", "echo login first >&2; exit 7"] } });
        var e = await Assert.ThrowsAsync<KubeconfigException>(() => failing.Resource(ResourceKinds.Node).GetAsync(null, "n", TestContext.Current.CancellationToken));
        Assert.Contains("'sh' exited with code 7: login first", e.Message, StringComparison.Ordinal);

        await using var missing = server.Client(options => options with { Exec = new ExecCredentialPlugin { Command = "/no/such/plugin", InstallHint = "Install it from there." } });
        e = await Assert.ThrowsAsync<KubeconfigException>(() => missing.Resource(ResourceKinds.Node).GetAsync(null, "n", TestContext.Current.CancellationToken));
        Assert.Contains("Install it from there.", e.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
