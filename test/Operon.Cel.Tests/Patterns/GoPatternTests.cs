using Operon.Cel.Patterns;
using Xunit;

namespace Operon.Cel.Tests.Patterns;

public sealed class GoPatternTests
{
    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData(@"^\d+$", "٣", false)]
    [InlineData(@"^[\d.]+$", "3.5.1", true)]
    [InlineData("^[[:alnum:]-]+$", "a-1", true)]
    [InlineData("^[[:alnum:]-]+$", "a_1", false)]
    [InlineData("(?P<major>[0-9]+)", "12", true)]
    [InlineData(@"^\Qa.b\E$", "a.b", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData(@"^[]a]+$", "]a", true)]
    [InlineData(@"^(([0-9]+(\.[0-9]+)?)(ns|us|µs|ms|s|m|h))+$", "1m30s", true)]
    [InlineData(@"^\x{41}$", "A", true)]
    public void Matches_as_RE2_does(string pattern, string text, bool expected) =>
        Assert.Equal(expected, GoPattern.Compile(pattern).IsMatch(text));

    [Fact]
    public void Refuses_what_is_no_pattern() => Assert.ThrowsAny<ArgumentException>(() => GoPattern.Compile("a["));
}
