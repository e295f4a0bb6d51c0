using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>networking.k8s.io/v1 NetworkPolicy.</summary>
internal sealed class NetworkPolicyStrategy : ResourceStrategy
{
    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        if (spec.List("policyTypes") is null or { Count: 0 })
        {
            spec["policyTypes"] = spec.List("egress") is { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }
        foreach (var port in spec.Maps("ingress").Concat(spec.Maps("egress")).SelectMany(rule => rule.Maps("ports")))
        {
            port.SetDefaultText("protocol", "TCP");
        }
    }
}
