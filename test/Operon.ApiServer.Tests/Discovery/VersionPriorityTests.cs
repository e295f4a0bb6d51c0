using Operon.ApiServer.Discovery;
using Xunit;

namespace Operon.ApiServer.Tests.Discovery;

public sealed class VersionPriorityTests
{
    [Fact]
    public void Prefers_GA_then_beta_then_alpha_then_other_names() =>
        Assert.Equal(
            ["v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"],
            new[] { "foo10", "v1", "v11alpha2", "v3beta1", "foo1", "v10", "v12alpha1", "v11beta2", "v2", "v10beta3" }.Order(VersionPriority.Instance));
}
