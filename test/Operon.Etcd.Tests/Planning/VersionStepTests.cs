using Operon.Etcd.Planning;
using Xunit;

namespace Operon.Etcd.Tests.Planning;

public sealed class VersionStepTests
{
    [Theory]
    [InlineData("3.2.13", "3.2.32")]
    [InlineData("3.2.13", "3.3.27")]
    [InlineData("3.5.9", "3.5.4")]
    public void Allows_a_patch_and_the_next_minor(string from, string to) => Assert.Null(VersionStep.Refusal(Parse(from), Parse(to)));

    [Fact]
    public void U3_refuses_to_skip_a_minor_and_names_the_allowed_step()
    {
        var refusal = VersionStep.Refusal(Parse("3.2.13"), Parse("3.5.33"));
        Assert.Contains("3.3.x", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_downgrade()
    {
        var refusal = VersionStep.Refusal(Parse("3.5.33"), Parse("3.4.30"));
        Assert.Contains("downgrade", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("latest")]
    [InlineData("")]
    [InlineData("3.-1.0")]
    public void Reads_no_version_from_other_text(string text) => Assert.False(EtcdVersion.TryParse(text, out _));

    [Fact]
    public void Reads_a_leading_v_and_keeps_the_suffix()
    {
        Assert.True(EtcdVersion.TryParse("v3.6.0-rc.1", out var version));
        Assert.Equal("3.6.0-rc.1", version.ToString());
    }

    private static EtcdVersion Parse(string text) => EtcdVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
