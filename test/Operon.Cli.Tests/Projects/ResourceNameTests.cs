using Operon.Cli.Projects;

namespace Operon.Cli.Tests.Projects;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("crew", "crew", "example.com", "crew.example.com")]
    [InlineData("crew.example.com", "crew", "example.com", "crew.example.com")]
    [InlineData("cache.other.org", "cache", "other.org", "cache.other.org")]
    public void A_group_with_a_dot_is_whole_and_another_is_completed_by_the_domain(string group, string first, string domain, string full)
    {
        var name = ResourceName.Of(group, "example.com", "v1", "Captain", null);
        Assert.Equal((first, domain, full), (name.Group, name.Domain, name.FullGroup));
    }

    [Theory]
    [InlineData("core", "")]
    [InlineData("apps", "apps")]
    [InlineData("cert-manager.io", "cert-manager.io")]
    public void A_group_of_somebody_else_is_taken_as_it_is(string group, string full) =>
        Assert.Equal(full, ResourceName.OfExternal(group, "v1", "Thing", null).FullGroup);
}
