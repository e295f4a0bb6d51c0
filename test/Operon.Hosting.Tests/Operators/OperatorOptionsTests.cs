using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class OperatorOptionsTests
{
    [Fact]
    public void Every_option_has_a_flag_a_variable_and_a_key()
    {
        var properties = typeof(OperatorOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal);
        Assert.Equal(properties, OperatorOptionsReader.All.Select(option => option.Name).Order(StringComparer.Ordinal));
        var address = OperatorOptionsReader.All.Single(option => option.Name == "MetricsAddress");
        Assert.Equal(("--metrics-address", "OPERON_METRICS_ADDRESS", "Operator:MetricsAddress"), (address.Flag, address.Variable, address.Key));
    }

    [Fact]
    public void The_command_line_is_read_in_both_forms_and_switches_need_no_value()
    {
        var builder = OperatorHost.CreateBuilder(
            ["--namespaces", "a, b", "--lease-duration=1m30s", "--renew-deadline=40s", "--secure-metrics", "--leader-election=false", "--log-level", "debug", "--website:image=nginx"]);
        Assert.Equal(["a", "b"], builder.Options.Namespaces);
        Assert.Equal(TimeSpan.FromSeconds(90), builder.Options.LeaseDuration);
        Assert.True(builder.Options.SecureMetrics);
        Assert.False(builder.Options.LeaderElection);
        Assert.Equal(LogLevel.Debug, builder.Options.LogLevel);
        Assert.Equal("nginx", builder.Configuration["website:image"]);
    }

    [Fact]
    public void The_environment_is_read_by_known_names_only()
    {
        var variables = new Dictionary<string, string> { ["OPERON_HEALTH_ADDRESS"] = ":9090", ["OPERON_SERVICE_HOST"] = "10.0.0.1", ["OPERON_NAMESPACES"] = "" };
        Assert.Equal(new Dictionary<string, string?> { ["Operator:HealthAddress"] = ":9090" }, OperatorArguments.FromEnvironment(variables));
    }

    [Fact]
    public void Configuration_files_are_read_with_lists()
    {
        var options = new OperatorOptions();
        var problems = OperatorOptionsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Operator:Namespaces:0"] = "a", ["Operator:Namespaces:1"] = "b", ["Operator:ResyncPeriod"] = "00:30:00" }).Build(), options);
        Assert.Empty(problems);
        Assert.Equal(["a", "b"], options.Namespaces);
        Assert.Equal(TimeSpan.FromMinutes(30), options.ResyncPeriod);
    }

    [Theory]
    [InlineData("Concurrency", "0", "Concurrency: \"0\" is not a whole number of at least 1 (--concurrency, OPERON_CONCURRENCY or Operator:Concurrency in appsettings.json).")]
    [InlineData("RetryPeriod", "soon", "RetryPeriod: \"soon\" is not a duration; write 30s, 1h30m or 500ms (--retry-period, OPERON_RETRY_PERIOD or Operator:RetryPeriod in appsettings.json).")]
    [InlineData("LeaderElection", "maybe", "LeaderElection: \"maybe\" is neither true nor false (--leader-election, OPERON_LEADER_ELECTION or Operator:LeaderElection in appsettings.json).")]
    [InlineData("Shards", "-1", "Shards: \"-1\" is not a whole number from 0 to 256 (--shards, OPERON_SHARDS or Operator:Shards in appsettings.json).")]
    [InlineData("Shards", "257", "Shards: \"257\" is not a whole number from 0 to 256 (--shards, OPERON_SHARDS or Operator:Shards in appsettings.json).")]
    [InlineData("LogFormat", "xml", "LogFormat: \"xml\" is none of Text, Json (--log-format, OPERON_LOG_FORMAT or Operator:LogFormat in appsettings.json).")]
    public void A_wrong_value_is_told_with_the_option_and_all_its_names(string name, string value, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Operator:{name}"] = value }).Build();
        Assert.Equal([expected], OperatorOptionsReader.Read(configuration, new OperatorOptions()));
    }

    [Fact]
    public void An_unknown_option_is_told_with_those_there_are()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Operator:Metrics"] = ":1" }).Build();
        Assert.StartsWith("Operator:Metrics is not an option. There are: Name, Namespaces, ", Assert.Single(OperatorOptionsReader.Read(configuration, new OperatorOptions())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_do_not_fit_together_stop_the_start()
    {
        var builder = OperatorHost.CreateBuilder(["--lease-duration=5s", "--shards=4", "--leader-election=false"]);
        builder.Options.Name = "My Operator";
        await using var host = builder.Build();
        var e = await Assert.ThrowsAsync<OperatorOptionsException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, e.Problems.Count);
        Assert.Contains("Shards needs LeaderElection", e.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseDuration (00:00:05) must be longer than RenewDeadline (00:00:10)", e.Message, StringComparison.Ordinal);
        Assert.Contains("Name: \"My Operator\" cannot name a Lease", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("15s", 15)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5h", 5400)]
    [InlineData("0", 0)]
    [InlineData("00:02:00", 120)]
    public void Durations_are_read_as_Go_and_NET_write_them(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("s")]
    [InlineData("5 minutes")]
    public void What_is_no_duration_is_refused(string text) => Assert.Throws<FormatException>(() => DurationText.Parse(text));
}
