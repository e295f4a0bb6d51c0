using Operon.Etcd.Planning;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Versions;

public sealed class OptionRenderingTests
{
    [Theory]
    [InlineData("3.4.23", "--experimental-initial-corrupt-check=true")]
    [InlineData("3.5.33", "--experimental-initial-corrupt-check=true")]
    [InlineData("3.6.14", "--feature-gates=InitialCorruptCheck=true")]
    [InlineData("3.7.1", "--feature-gates=InitialCorruptCheck=true")]
    public void An_option_that_became_a_feature_gate_has_the_name_of_its_version(string version, string argument)
    {
        Assert.Equal([argument], Render(version, ("initial-corrupt-check", "true")));
        Assert.Equal([argument], Render(version, ("experimental-initial-corrupt-check", "true")));
    }

    [Theory]
    [InlineData("3.5.33", "--experimental-corrupt-check-time=1h")]
    [InlineData("3.6.14", "--corrupt-check-time=1h")]
    [InlineData("3.7.1", "--corrupt-check-time=1h")]
    public void An_option_that_graduated_lost_its_prefix(string version, string argument) =>
        Assert.Equal([argument], Render(version, ("corrupt-check-time", "1h")));

    [Fact]
    public void Gates_come_together_with_those_that_were_given() => Assert.Equal(
        ["--snapshot-count=5000", "--feature-gates=CompactHashCheck=true,SetMemberLocalAddr=true"],
        Render("3.6.14", ("feature-gates", "SetMemberLocalAddr=true"), ("compact-hash-check-enabled", "true"), ("snapshot-count", "5000")));

    [Fact]
    public void An_option_the_version_does_not_know_is_left_out_and_named()
    {
        Assert.Empty(Render("3.4.23", ("compact-hash-check-enabled", "true")));
        Assert.Equal(["compact-hash-check-enabled"], OptionRendering.Missing(new Dictionary<string, string> { ["compact-hash-check-enabled"] = "true" }, Parse("3.4.23")));
    }

    [Theory]
    [InlineData("corrupt-check-time", "3.5.33", "3.6.14", true)]
    [InlineData("corrupt-check-time", "3.5.33", "3.7.1", false)]
    [InlineData("corrupt-check-time", "3.6.14", "3.7.1", true)]
    [InlineData("corrupt-check-time", "3.6.14", "3.5.33", false)]
    [InlineData("snapshot-count", "3.4.23", "3.7.1", true)]
    [InlineData("enable-v2", "3.5.33", "3.6.14", false)]
    [InlineData("compact-hash-check-enabled", "3.4.23", "3.5.33", false)]
    public void A_command_line_starts_the_versions_that_know_its_names(string option, string made, string runs, bool starts) =>
        Assert.Equal(starts, OptionRendering.Starts(new Dictionary<string, string> { [option] = "1" }, Parse(made), Parse(runs)));

    [Fact]
    public void Every_listed_flag_is_listed_once_and_each_gate_has_a_name()
    {
        Assert.Equal(EtcdFlags.Known.Count, EtcdFlags.Known.Select(flag => flag.Name).Distinct().Count());
        Assert.All(EtcdFlags.Known, flag => Assert.Equal(flag.Form == FlagForm.Gate, flag.Gate is not null));
    }

    private static List<string> Render(string version, params (string Name, string Value)[] options) =>
        OptionRendering.Render(options.ToDictionary(option => option.Name, option => option.Value), Parse(version));

    private static EtcdVersion Parse(string text) => EtcdVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
