using Operon.Cli.Projects;

namespace Operon.Cli.Tests.Projects;

public sealed class NamesTests
{
    [Theory]
    [InlineData("demo", "Demo")]
    [InlineData("cache-operator", "CacheOperator")]
    [InlineData("a1-b2", "A1B2")]
    public void A_project_s_name_becomes_a_namespace(string name, string expected) => Assert.Equal(expected, Names.Pascal(name));

    [Theory]
    [InlineData("Guestbook", "guestbooks")]
    [InlineData("Policy", "policies")]
    [InlineData("Proxy", "proxies")]
    [InlineData("Gateway", "gateways")]
    [InlineData("Ingress", "ingresses")]
    [InlineData("Memcached", "memcacheds")]
    public void Plurals_are_those_of_kubebuilder(string kind, string expected) => Assert.Equal(expected, Names.Plural(kind));

    [Theory]
    [InlineData("Demo", "demo")]
    [InlineData("my_operator", "my-operator")]
    [InlineData("1st", "st")]
    [InlineData("-", "my-operator")]
    public void A_name_kubernetes_would_refuse_is_refused_with_one_it_takes(string name, string suggestion)
    {
        var error = Assert.Throws<CommandException>(() => Names.CheckProject(name));
        Assert.EndsWith($": {suggestion}", error.Message, StringComparison.Ordinal);
        Names.CheckProject(suggestion);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha1")]
    [InlineData("v12beta3")]
    public void Versions_of_kubernetes_are_taken(string version) => Names.CheckVersion(version);

    [Theory]
    [InlineData("1")]
    [InlineData("v0")]
    [InlineData("v1.2")]
    [InlineData("v1gamma1")]
    public void Other_versions_are_refused_by_the_option_s_name(string version) =>
        Assert.Contains("--version", Assert.Throws<CommandException>(() => Names.CheckVersion(version)).Message, StringComparison.Ordinal);
}
