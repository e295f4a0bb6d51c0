using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Tests.Pods;

public sealed class VariableExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["A"] = "1", ["B"] = "$(A)" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A)-$(B)", "1-$(A)")]
    [InlineData("$(UNKNOWN)", "$(UNKNOWN)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$A $ $(A", "$A $ $(A")]
    [InlineData("end$", "end$")]
    public void Follows_the_container_rules(string text, string expected) => Assert.Equal(expected, VariableExpansion.Expand(text, Variables));
}
