using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>discovery.k8s.io/v1 EndpointSlice.</summary>
internal sealed class EndpointSliceStrategy : ResourceStrategy
{
    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        foreach (var port in resource.Maps("ports"))
        {
            port.SetDefault("name", "");
            port.SetDefault("protocol", "TCP");
        }
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(resource.Text("addressType")))
        {
            errors.Required("addressType");
        }
        else if (resource.Text("addressType") is not ("IPv4" or "IPv6" or "FQDN"))
        {
            errors.Add(FieldError.NotSupported("addressType", Problems.Json(resource["addressType"]), ["FQDN", "IPv4", "IPv6"]));
        }
        var index = 0;
        foreach (var endpoint in resource.Maps("endpoints"))
        {
            var count = endpoint.Texts("addresses").Count();
            if (count == 0)
            {
                errors.Required($"endpoints[{index}].addresses", "must contain at least 1 address");
            }
            index++;
        }
        if (index > 1000)
        {
            errors.Add(FieldError.TooMany("endpoints", index, 1000));
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        errors.Unchanged("addressType", updated["addressType"], old["addressType"]);
}
