using k8s.Models;
using Orchard.Webhooks.V1;

namespace Orchard.Tests;

public sealed class DeploymentV1WebhookTests
{
    [Fact]
    public async Task What_is_as_it_should_be_is_valid()
    {
        var metadata = new V1ObjectMeta { Name = "one" };
        var result = await new DeploymentWebhook().ValidateCreateAsync(new V1Deployment { Metadata = metadata }, null!, TestContext.Current.CancellationToken);
        Assert.True(result.IsValid);
    }
}
