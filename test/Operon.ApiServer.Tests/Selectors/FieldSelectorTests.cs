using Operon.ApiServer.Selectors;
using Xunit;

namespace Operon.ApiServer.Tests.Selectors;

public sealed class FieldSelectorTests
{
    private static readonly Dictionary<string, string> s_fields = new()
    {
        ["metadata.name"] = "a",
        ["spec.nodeName"] = "",
        ["type"] = "x,y=z\\",
    };

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=a", true)]
    [InlineData("metadata.name==a", true)]
    [InlineData("metadata.name!=a", false)]
    [InlineData("metadata.name=b", false)]
    [InlineData("metadata.name=a,spec.nodeName=", true)]
    [InlineData("metadata.name=a,spec.nodeName!=", false)]
    [InlineData(@"type=x\,y\=z\\", true)]
    [InlineData(@"type=x\,y,metadata.name=a", false)]
    [InlineData("absent=", true)]
    public void Matches(string selector, bool expected) =>
        Assert.Equal(expected, FieldSelector.Parse(selector).Matches(field => s_fields.GetValueOrDefault(field)));

    [Theory]
    [InlineData("metadata.name")]
    [InlineData("a=b=c")]
    [InlineData(@"a=b\x")]
    [InlineData(@"a=b\")]
    public void Refuses(string selector) => Assert.Throws<SelectorException>(() => FieldSelector.Parse(selector));

    [Fact]
    public void Tells_the_value_a_field_is_pinned_to()
    {
        var selector = FieldSelector.Parse("metadata.name!=x,metadata.name=a");

        Assert.Equal("a", selector.RequiredValue("metadata.name"));
        Assert.Null(selector.RequiredValue("spec.nodeName"));
    }
}
