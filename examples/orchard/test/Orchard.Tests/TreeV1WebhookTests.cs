using k8s.Models;
using Orchard.Api.V1;
using Orchard.Webhooks.V1;

namespace Orchard.Tests;

public sealed class TreeV1WebhookTests
{
    [Fact]
    public async Task Defaulting_its_own_result_changes_nothing()
    {
        var webhook = new TreeWebhook();
        var metadata = new V1ObjectMeta { Name = "one" };
        var once = await webhook.DefaultAsync(new Tree { Metadata = metadata, Spec = new TreeSpec() }, null!, TestContext.Current.CancellationToken);
        Assert.Equivalent(once, await webhook.DefaultAsync(once, null!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_as_it_should_be_is_valid()
    {
        var metadata = new V1ObjectMeta { Name = "one" };
        var result = await new TreeWebhook().ValidateCreateAsync(new Tree { Metadata = metadata, Spec = new TreeSpec() }, null!, TestContext.Current.CancellationToken);
        Assert.True(result.IsValid);
    }
}
