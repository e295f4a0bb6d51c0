using k8s.Models;
using Orchard.Webhooks.V1;

namespace Orchard.Tests;

public sealed class PodV1WebhookTests
{
    [Fact]
    public async Task Defaulting_its_own_result_changes_nothing()
    {
        var webhook = new PodWebhook();
        var metadata = new V1ObjectMeta { Name = "one" };
        var once = await webhook.DefaultAsync(new V1Pod { Metadata = metadata }, null!, TestContext.Current.CancellationToken);
        Assert.Equivalent(once, await webhook.DefaultAsync(once, null!, TestContext.Current.CancellationToken));
    }
}
