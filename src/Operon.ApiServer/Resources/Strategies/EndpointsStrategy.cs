using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Endpoints.</summary>
internal sealed class EndpointsStrategy : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    public override void Default(JsonObject resource)
    {
        foreach (var port in resource.Maps("subsets").SelectMany(subset => subset.Maps("ports")))
        {
            port.SetDefaultText("protocol", "TCP");
        }
    }
}
