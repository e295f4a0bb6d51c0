using Operon.Etcd.Hosting;
using Xunit;

namespace Operon.Etcd.Tests.Hosting;

public sealed class OperatorFlagsTests
{
    [Theory]
    [InlineData("-listen-addr=127.0.0.1:9000")]
    [InlineData("--listen-addr=127.0.0.1:9000")]
    [InlineData("-listen-addr 127.0.0.1:9000")]
    [InlineData("--listen-addr 127.0.0.1:9000")]
    public void Flags_are_written_with_one_dash_or_two_and_with_or_without_an_equals_sign(string line) =>
        Assert.Equal("127.0.0.1:9000", OperatorFlags.Parse(line.Split(' ')).Listen.ToString());

    [Fact]
    public void Defaults_are_those_of_the_CoreOS_operator()
    {
        var flags = OperatorFlags.Parse([]);
        Assert.Equal("0.0.0.0:8080", flags.Listen.ToString());
        Assert.True(flags.CreateCrd);
        Assert.False(flags.ClusterWide);
    }

    [Fact]
    public void Booleans_stand_alone_or_take_a_value_after_an_equals_sign()
    {
        var flags = OperatorFlags.Parse(["-cluster-wide", "-create-crd=false", "-gc-interval=5m", "-chaos-level", "-1"]);
        Assert.True(flags.ClusterWide);
        Assert.False(flags.CreateCrd);
    }

    [Fact]
    public void A_list_of_namespaces_takes_the_place_of_the_own_one() =>
        Assert.Equal(["team-a", "team-b"], OperatorFlags.Parse(["-watch-namespaces=team-a, team-b"]).WatchNamespaces);

    [Fact]
    public void A_list_of_namespaces_and_all_namespaces_exclude_each_other() =>
        Assert.Contains("-cluster-wide", Assert.Throws<FormatException>(() => OperatorFlags.Parse(["-cluster-wide", "-watch-namespaces=a"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("-no-such-flag")]
    [InlineData("-create-crd=maybe")]
    [InlineData("-listen-addr")]
    [InlineData("-listen-addr=here")]
    [InlineData("-watch-namespaces=")]
    [InlineData("-watch-namespaces=Team_A")]
    [InlineData("word")]
    public void A_wrong_flag_is_named(string line) =>
        Assert.Contains(line.TrimStart('-').Split('=')[0], Assert.Throws<FormatException>(() => OperatorFlags.Parse([line])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("MY_POD_NAMESPACE")]
    [InlineData("MY_POD_NAME")]
    public async Task A_missing_environment_variable_is_named_and_ends_the_program(string missing)
    {
        var error = new StringWriter();
        var code = await OperatorProgram.RunAsync([], name => name == missing ? null : "x", TextWriter.Null, error);
        Assert.Equal(1, code);
        Assert.Contains(missing, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_printed_without_a_cluster()
    {
        var output = new StringWriter();
        Assert.Equal(0, await OperatorProgram.RunAsync(["-version"], _ => null, output, TextWriter.Null));
        Assert.StartsWith("etcd-operator Version: ", output.ToString(), StringComparison.Ordinal);
    }
}
