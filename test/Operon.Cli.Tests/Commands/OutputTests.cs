using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.Cli.Clusters;
using Operon.Cli.Commands;
using Operon.Cli.Output;
using Operon.Cli.Tests.Support;
using Operon.Kubernetes;

namespace Operon.Cli.Tests.Commands;

/// <summary>What programs read is what docs/sdk/cli.md shows.</summary>
public sealed class OutputTests
{
    [Fact]
    public void The_status_of_a_running_cluster_is_as_documented()
    {
        var directory = new DataDirectory("/home/me/.local/share/operon/default");
        var status = new ClusterStatus(directory, new ClusterState(4711, 1, 6443, 3, directory.Kubeconfig, IsReady: true)) { Nodes = (3, 3), Pods = (5, 6) };
        AssertEqual(Documented("status"), status.ToJson());
    }

    [Fact]
    public void A_starting_cluster_has_no_nodes_and_pods_yet()
    {
        var directory = new DataDirectory("/home/me/.local/share/operon/default");
        var expected = Documented("status");
        expected["phase"] = "starting";
        expected.Remove("nodes");
        expected.Remove("pods");
        AssertEqual(expected, new ClusterStatus(directory, new ClusterState(4711, 1, 6443, 3, directory.Kubeconfig, IsReady: false)).ToJson());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task A_stopped_cluster_has_a_phase_and_a_folder_and_ends_with_3(string format)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var code = await Program.CreateRoot().Parse(["status", "--data", folder.Path, "-o", format]).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
        Assert.Equal(format == "json", output.ToString().StartsWith('{'));
        AssertEqual(new JsonObject { ["phase"] = "stopped", ["data"] = folder.Path }, Assert.Single(Yaml.ToJson(output.ToString())));
    }

    [Fact]
    public async Task Text_stays_the_default()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        await Program.CreateRoot().Parse(["status", "--data", folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal($"stopped     {folder.Path}{Environment.NewLine}start it    operon up --data {folder.Path}{Environment.NewLine}", output.ToString());
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void What_generate_writes_or_finds_drifting_is_as_documented(bool isCheck, int expected)
    {
        using var output = new StringWriter();
        FileChange[] changes = [new("config/rbac/role.yaml", "written"), new("config/webhook/manifests.yaml", "deleted")];
        Assert.Equal(expected, GenerateCommand.Report(changes, isCheck, OutputFormat.Json, new InvocationConfiguration { Output = output }));
        AssertEqual(Documented("generate"), JsonNode.Parse(output.ToString())!);
    }

    [Fact]
    public void Nothing_to_generate_is_an_empty_list()
    {
        using var output = new StringWriter();
        Assert.Equal(0, GenerateCommand.Report([], isCheck: true, OutputFormat.Json, new InvocationConfiguration { Output = output }));
        AssertEqual(new JsonObject { ["files"] = new JsonArray() }, JsonNode.Parse(output.ToString())!);
    }

    [Fact]
    public void What_add_writes_is_as_documented()
    {
        using var scaffolded = new ScaffoldedProject();
        using var output = new StringWriter();
        var kind = new KindOptions();
        var command = new Command("webhook");
        kind.AddTo(command);
        command.SetAction(parsed =>
        {
            var scaffold = new Cli.Scaffolding.Scaffold(scaffolded.Folder.Path);
            scaffold.Create("src/Demo/Webhooks/V1/PodWebhook.cs", "");
            return kind.Finish(parsed, scaffolded.Project, scaffold, "operon generate manifests");
        });
        scaffolded.Folder.Write("PROJECT", scaffolded.Folder.Read("PROJECT") + "# edited\n");
        Assert.Equal(0, command.Parse(["--group", "core", "--version", "v1", "--kind", "Pod", "--output", "json"]).Invoke(new InvocationConfiguration { Output = output }));
        AssertEqual(Documented("add"), JsonNode.Parse(output.ToString())!);
    }

    [Fact]
    public void Another_form_is_refused_with_those_there_are()
    {
        var error = Assert.Single(Program.CreateRoot().Parse(["status", "--output", "xml"]).Errors);
        Assert.Contains("json", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Documented(string name)
    {
        var reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "sdk", "cli.md"));
        var block = Regex.Match(reference, $"```json {name}\n(.*?)```", RegexOptions.Singleline);
        Assert.True(block.Success, $"docs/sdk/cli.md shows no output of operon {name}");
        return (JsonObject)JsonNode.Parse(block.Groups[1].Value)!;
    }

    private static void AssertEqual(JsonNode expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}\nbut was {actual}");
}
