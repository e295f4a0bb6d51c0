using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Objects;
using Operon.Etcd.Tests.Reconciling;
using Operon.Kubernetes;
using Xunit;
using static Operon.Etcd.Tests.Planning.Facts;

namespace Operon.Etcd.Tests.Serving;

/// <summary>Alerts, dashboard and documentation name only metrics that are exported.</summary>
[Collection(nameof(ServedMetrics))]
public sealed partial class MonitoringTests
{
    // Of the runtime's controllers, which do not run here; test/Operon.Hosting.Tests sees them exported.
    private static readonly string[] _ofTheRuntime = ["controller_runtime_reconcile_errors_total", "workqueue_depth", "controller_runtime_active_workers", "controller_runtime_reconcile_total"];

    [Theory]
    [InlineData("deploy/etcd-operator/monitoring/rules.yaml")]
    [InlineData("deploy/etcd-operator/monitoring/alerts.yaml")]
    [InlineData("deploy/etcd-operator/monitoring/rules_test.yaml")]
    [InlineData("deploy/etcd-operator/monitoring/dashboard.json")]
    [InlineData("docs/etcd/metrics.md")]
    public async Task Every_metric_named_is_exported(string file)
    {
        var exported = await ExportedAsync();
        var named = Metric().Matches(File.ReadAllText(Repository.Path(file))).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(name => !exported.Contains(Suffix().Replace(name, "")) && !exported.Contains(name)).Except(_ofTheRuntime));
    }

    [Fact]
    public async Task Every_metric_of_the_operator_is_documented()
    {
        var page = File.ReadAllText(Repository.Path("docs/etcd/metrics.md"));
        Assert.All((await ExportedAsync()).Where(name => name.StartsWith("etcd_operator_", StringComparison.Ordinal)), name => Assert.Contains(Documented(name), page, StringComparison.Ordinal));

        // The table writes a family of names once: `..._created`, `_deleted`.
        static string Documented(string name) => name.StartsWith("etcd_operator_controller_clusters_", StringComparison.Ordinal) ? name["etcd_operator_controller_clusters".Length..] : name;
    }

    [Fact]
    public void The_rule_of_the_Prometheus_operator_holds_the_same_rules()
    {
        var rules = Yaml.ToJson(File.ReadAllText(Repository.Path("deploy/etcd-operator/monitoring/rules.yaml")))[0];
        var alerts = Yaml.ToJson(File.ReadAllText(Repository.Path("deploy/etcd-operator/monitoring/alerts.yaml")))[0];
        Assert.True(JsonNode.DeepEquals(rules, alerts["spec"]), "alerts.yaml differs from rules.yaml; run eng/generate.sh");
    }

    [Fact]
    public void Every_alert_names_a_page_that_exists()
    {
        var rules = Yaml.ToJson(File.ReadAllText(Repository.Path("deploy/etcd-operator/monitoring/rules.yaml")))[0]["groups"]![0]!["rules"]!.AsArray();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.True(File.Exists(Repository.Path(rule!["annotations"]!["runbook_url"]!.ToString())), $"{rule["alert"]}: there is no page {rule["annotations"]!["runbook_url"]}"));
    }

    [Fact]
    public async Task Prometheus_own_tool_accepts_the_rules_and_their_tests_pass()
    {
        var promtool = (await RunAsync(Repository.Path("eng/promtool.sh"))).Trim();
        await RunAsync(promtool, "check", "rules", Repository.Path("deploy/etcd-operator/monitoring/rules.yaml"));
        await RunAsync(promtool, "test", "rules", Repository.Path("deploy/etcd-operator/monitoring/rules_test.yaml"));
    }

    private static async Task<HashSet<string>> ExportedAsync()
    {
        var figures = new MemberFigures { DbSizeBytes = 1, DbSizeInUseBytes = 1, Revision = 1, RaftIndex = 1, RaftTerm = 1 };
        var status = Snapshots.Status(Formed(Voter("c-a", isLeader: true) with { Figures = figures }));
        var cluster = Clusters.Example() with { Status = status with { Certificates = [new() { Name = "c-peer-tls", NotAfter = "2027-01-01T00:00:00Z" }] } };
        var text = await ServedMetrics.ReadAsync([cluster], metrics =>
        {
            metrics.ShowBackups(() => [new EtcdBackup { Spec = new EtcdBackupSpec { ClusterName = "c" }, Status = new EtcdBackupStatus { LastSuccessDate = DateTimeOffset.UnixEpoch } }]);
            metrics.Failed("reason");
            metrics.Reconciling("example").Dispose();
            metrics.Acted(cluster, "AddMember");
            metrics.Refused(cluster, "AddMember");
        });
        return [.. Exported().Matches(text).Select(match => match.Groups[1].Value)];
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
        return await output;
    }

    [GeneratedRegex("\\b(?:etcd_operator|controller_runtime|workqueue)_[a-z_]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline)]
    private static partial Regex Exported();
}
