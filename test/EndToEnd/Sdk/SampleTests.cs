using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Clusters;
using Operon.Cli.Clusters;
using Operon.Kubernetes;
using Operon.Testing;
using TestCluster = Operon.Testing.TestCluster;

namespace EndToEnd.Sdk;

/// <summary>The sample projects of examples/ are what the command makes, and kubectl takes and explains their definitions.</summary>
public sealed partial class SampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("operon-samples-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Project => Path.Combine(_folder, "orchard");

    [Fact]
    public async Task The_committed_sample_is_what_the_command_makes_and_kubectl_takes_it_without_a_warning()
    {
        await MakeAsync();
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Cancel);
        await cluster.WriteKubeconfigAsync(Path.Combine(_folder, "kubeconfig"), cancellationToken: Cancel);

        // The committed files are the ones that are installed: the check has said that the new ones are the same.
        var definitions = Directory.GetFiles(Path.Combine(Project, "config/crd/bases"), "*.yaml");
        Assert.Equal(2, definitions.Length);
        foreach (var file in definitions.Append(Path.Combine(Project, "config/webhook/manifests.yaml")))
        {
            await KubectlAsync("apply", "--server-side", "-f", file);
        }

        await KubectlAsync("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
        foreach (var definition in definitions.SelectMany(file => Yaml.ToJson(File.ReadAllText(file))).Select(document => document!["spec"]!))
        {
            foreach (var version in definition["versions"]!.AsArray())
            {
                await ExplainedAsync(definition, version!);
            }
        }

        foreach (var file in definitions.Append(Path.Combine(Project, "config/webhook/manifests.yaml")))
        {
            await KubectlAsync("delete", "-f", file);
        }

        Assert.Empty(await KubectlAsync("get", "crd,mutatingwebhookconfigurations,validatingwebhookconfigurations", "-o", "name"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task MakeAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["KEEP"] = _folder,
            ["OPERON"] = $"{DotnetHost.Program} {DotnetHost.Assembly("operon.dll")}",
            ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
        };
        var script = Path.Combine(Clusters.TestCluster.Repository, "eng/samples.sh");
        var result = await Command.RunAsync("bash", [script, "--check"], environment, limit: TimeSpan.FromMinutes(10));
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private async Task ExplainedAsync(JsonNode definition, JsonNode version)
    {
        var (plural, apiVersion) = (definition["names"]!["plural"]!.ToString(), $"{definition["group"]}/{version["name"]}");
        var schema = version["schema"]!["openAPIV3Schema"]!;
        var kind = "";
        await Eventually.TrueAsync($"kubectl explains {plural} of {apiVersion}", async () =>
        {
            var result = await TryKubectlAsync("explain", plural, "--recursive", $"--api-version={apiVersion}");
            kind = result.Output;
            return result.ExitCode == 0;
        });
        Assert.Contains(Words(schema["description"]!.ToString()), Words(kind), StringComparison.Ordinal);
        foreach (var part in (string[])["spec", "status"])
        {
            // A recursive explanation describes only what it was asked for, and lists the fields below.
            var description = schema["properties"]![part]!["description"]!.ToString();
            Assert.NotEmpty(description);
            Assert.Matches($@"(?m)^  {part}\s", kind);
            Assert.Contains(Words(description), Words(await KubectlAsync("explain", $"{plural}.{part}", "--recursive", $"--api-version={apiVersion}")), StringComparison.Ordinal);
        }
    }

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        var result = await TryKubectlAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("Warning", result.Error, StringComparison.OrdinalIgnoreCase);
        return result.Output;
    }

    private Task<CommandResult> TryKubectlAsync(params string[] arguments) => Command.RunAsync(
        Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } given ? given : "kubectl",
        arguments,
        new Dictionary<string, string> { ["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig"), ["HOME"] = _folder });

    /// <summary>kubectl wraps lines.</summary>
    private static string Words(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
