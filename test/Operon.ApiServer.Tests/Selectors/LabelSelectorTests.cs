using System.Text.Json.Nodes;
using Operon.ApiServer.Selectors;
using Xunit;

namespace Operon.ApiServer.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly JsonObject s_labels = Tree.Map("""{"app":"etcd","tier":"","size":"3","example.com/x":"y","in":"word"}""");

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("app=etcd", true)]
    [InlineData("app==etcd", true)]
    [InlineData("app = etcd", true)]
    [InlineData("app=other", false)]
    [InlineData("app!=etcd", false)]
    [InlineData("missing!=x", true)]
    [InlineData("app", true)]
    [InlineData("missing", false)]
    [InlineData("!missing", true)]
    [InlineData("!app", false)]
    [InlineData("! app", false)]
    [InlineData("tier=", true)]
    [InlineData("tier=,app=etcd", true)]
    [InlineData("app=", false)]
    [InlineData("app in (a,etcd)", true)]
    [InlineData("app in ( etcd )", true)]
    [InlineData("app in(b)", false)]
    [InlineData("missing in (b)", false)]
    [InlineData("tier in (,x)", true)]
    [InlineData("tier in ()", true)]
    [InlineData("app notin (a,b)", true)]
    [InlineData("app notin (etcd)", false)]
    [InlineData("missing notin (etcd)", true)]
    [InlineData("size>2", true)]
    [InlineData("size > 3", false)]
    [InlineData("size<4", true)]
    [InlineData("size<3", false)]
    [InlineData("app>1", false)]
    [InlineData("missing<1", false)]
    [InlineData("example.com/x=y,app in (etcd),!z", true)]
    [InlineData("example.com/x=y,z", false)]
    public void Matches(string selector, bool expected) => Assert.Equal(expected, LabelSelector.Parse(selector).Matches(s_labels));

    [Theory]
    [InlineData(",")]
    [InlineData("app=etcd,")]
    [InlineData("=x")]
    [InlineData("a==b=c")]
    [InlineData("a in")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a in (b c)")]
    [InlineData("a b")]
    [InlineData("a>x")]
    [InlineData("a>")]
    [InlineData("!")]
    [InlineData("!a=b")]
    [InlineData("a=b(c)")]
    [InlineData("a/b/c=d")]
    [InlineData("/a=b")]
    [InlineData("-a=b")]
    [InlineData("a=-b-")]
    [InlineData("a=0123456789012345678901234567890123456789012345678901234567890123")]
    public void Refuses(string selector) =>
        Assert.StartsWith("unable to parse requirement", Assert.Throws<SelectorException>(() => LabelSelector.Parse(selector)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"matchLabels":{"app":"etcd"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"etcd","size":"4"}}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["etcd"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["etcd"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"missing","operator":"NotIn","values":["etcd"]}]}""", true)]
    [InlineData("""{"matchLabels":{"app":"etcd"},"matchExpressions":[{"key":"missing","operator":"Exists"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"missing","operator":"DoesNotExist"}]}""", true)]
    public void Matches_a_selector_object(string selector, bool expected) =>
        Assert.Equal(expected, LabelSelector.FromLabelSelectorObject(Tree.Map(selector)).Matches(s_labels));

    [Theory]
    [InlineData("""{"matchExpressions":[{"key":"a","operator":"Is"}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"a","operator":"In","values":[]}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]}""")]
    [InlineData("""{"matchExpressions":[{"operator":"Exists"}]}""")]
    public void Refuses_a_wrong_selector_object(string selector) =>
        Assert.Throws<SelectorException>(() => LabelSelector.FromLabelSelectorObject(Tree.Map(selector)));

    [Fact]
    public void An_absent_selector_object_matches_nothing() =>
        Assert.False(LabelSelector.FromLabelSelectorObject(null).Matches(s_labels));

    [Theory]
    [InlineData("z,app=etcd,!y,x!=1,t in (c,b),n>3")]
    public void Its_text_reads_back_as_the_same_selector(string selector)
    {
        var text = LabelSelector.Parse(selector).ToString();

        Assert.Equal("app=etcd,n>3,t in (b,c),x!=1,!y,z", text);
        Assert.Equal(text, LabelSelector.Parse(text).ToString());
    }

    [Fact]
    public void A_selector_object_prints_match_labels_as_equalities() =>
        Assert.Equal("a=1,b=2", LabelSelector.FromLabelSelectorObject(Tree.Map("""{"matchLabels":{"b":"2","a":"1"}}""")).ToString());
}
