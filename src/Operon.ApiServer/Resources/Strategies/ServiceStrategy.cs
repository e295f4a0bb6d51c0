using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Service. Addresses are allocated by the caller: <see cref="NeedsClusterIP"/>, <see cref="AssignClusterIP"/>.</summary>
internal sealed class ServiceStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    public override bool AllowsCreateOnUpdate => true;

    protected override NameRule NameRule => NameRule.ServiceLabel;

    protected override IEnumerable<string> ExtraFields => ["spec.clusterIP", "spec.type"];

    /// <summary>True when the service wants an address and has none.</summary>
    public static bool NeedsClusterIP(JsonObject service) =>
        service.Map("spec") is { } spec && spec.Text("type") != "ExternalName" && string.IsNullOrEmpty(spec.Text("clusterIP"));

    public static void AssignClusterIP(JsonObject service, string address)
    {
        var spec = service.EnsureMap("spec");
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
    }

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        spec.SetDefaultText("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
        {
            spec.Remove("sessionAffinityConfig");
        }
        else
        {
            spec.EnsureMap("sessionAffinityConfig").EnsureMap("clientIP").SetDefault("timeoutSeconds", 10_800);
        }
        spec.SetDefaultText("type", "ClusterIP");
        foreach (var port in spec.Maps("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (port["targetPort"] is null || port.Number("targetPort") == 0 || port.Text("targetPort")?.Length == 0)
            {
                port["targetPort"] = port["port"]?.DeepClone();
            }
        }
        var type = spec.Text("type");
        if (type == "ExternalName")
        {
            return;
        }
        spec.SetDefaultText("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer")
        {
            spec.SetDefaultText("externalTrafficPolicy", "Cluster");
        }
        if (type == "LoadBalancer")
        {
            spec.SetDefault("allocateLoadBalancerNodePorts", true);
        }
        spec.SetDefaultText("ipFamilyPolicy", "SingleStack");
        if (spec.List("ipFamilies") is null or { Count: 0 })
        {
            spec["ipFamilies"] = new JsonArray("IPv4");
        }
        MirrorClusterIP(spec);
    }

    public override void PrepareForCreate(JsonObject resource)
    {
        base.PrepareForCreate(resource);
        resource["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject old)
    {
        base.PrepareForUpdate(updated, old);
        var spec = updated.EnsureMap("spec");
        var before = old.Map("spec");
        if (spec.Text("type") == "ExternalName")
        {
            if (before.Text("type") != "ExternalName" && spec.Text("clusterIP") == before.Text("clusterIP"))
            {
                foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"])
                {
                    spec.Remove(name);
                }
            }
            return;
        }
        if (before.Text("type") == "ExternalName")
        {
            return;
        }
        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
        {
            spec.TakeFrom(before, "clusterIP");
            spec.TakeFrom(before, "clusterIPs");
        }
        KeepNodePorts(spec, before);
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        var type = spec.Text("type");
        errors.OneOf(spec, "spec", "type", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        errors.OneOf(spec, "spec", "sessionAffinity", "ClientIP", "None");
        errors.OneOf(spec, "spec", "internalTrafficPolicy", "Cluster", "Local");
        errors.OneOf(spec, "spec", "externalTrafficPolicy", "Cluster", "Local");
        ObjectMetaValidation.CheckLabels(spec["selector"], "spec.selector", errors);
        var headless = spec.Text("clusterIP") == "None";
        if (type == "ExternalName")
        {
            if (string.IsNullOrEmpty(spec.Text("externalName")))
            {
                errors.Required("spec.externalName");
            }
            else if (NameRule.Subdomain.Error(spec.Text("externalName")!.TrimEnd('.')) is { } problem)
            {
                errors.Invalid("spec.externalName", spec["externalName"], problem);
            }
            if (!string.IsNullOrEmpty(spec.Text("clusterIP")))
            {
                errors.Forbidden("spec.clusterIPs", "may not be set for ExternalName services");
            }
        }
        else if (!spec.Maps("ports").Any() && !headless)
        {
            errors.Required("spec.ports");
        }
        if (headless && type is "NodePort" or "LoadBalancer")
        {
            errors.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        }
        else if (!headless && spec.Text("clusterIP") is { Length: > 0 } address && !System.Net.IPAddress.TryParse(address, out _))
        {
            errors.Invalid("spec.clusterIPs[0]", address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        CheckPorts(spec, errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var spec = updated.Map("spec");
        var before = old.Map("spec");
        if (spec.Text("type") != "ExternalName" && before.Text("type") != "ExternalName"
            && before.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address)
        {
            errors.Invalid("spec.clusterIPs[0]", spec?["clusterIP"], "may not change once set");
        }
    }

    private static void MirrorClusterIP(JsonObject spec)
    {
        if (spec.Text("clusterIP") is { Length: > 0 } address)
        {
            if (spec.List("clusterIPs") is null or { Count: 0 })
            {
                spec["clusterIPs"] = new JsonArray(address);
            }
        }
        else if (spec.Texts("clusterIPs").FirstOrDefault() is { } first)
        {
            spec["clusterIP"] = first;
        }
    }

    private static void KeepNodePorts(JsonObject spec, JsonObject? before)
    {
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer"))
        {
            return;
        }
        foreach (var port in spec.Maps("ports").Where(port => port.Number("nodePort") is null or 0))
        {
            var match = before.Maps("ports").FirstOrDefault(candidate =>
                candidate.Number("port") == port.Number("port") && candidate.Text("protocol") == port.Text("protocol"));
            if (match?["nodePort"] is { } nodePort)
            {
                port["nodePort"] = nodePort.DeepClone();
            }
        }
    }

    private static void CheckPorts(JsonObject spec, List<FieldError> errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<(long?, string?)> numbers = [];
        var several = spec.Maps("ports").Count() > 1;
        var index = 0;
        foreach (var port in spec.Maps("ports"))
        {
            var field = $"spec.ports[{index++}]";
            if (string.IsNullOrEmpty(port.Text("name")))
            {
                if (several)
                {
                    errors.Required($"{field}.name");
                }
            }
            else if (NameRule.Label.Error(port.Text("name")!) is { } problem)
            {
                errors.Invalid($"{field}.name", port["name"], problem);
            }
            else if (!names.Add(port.Text("name")!))
            {
                errors.Duplicate($"{field}.name", port["name"]);
            }
            errors.Port($"{field}.port", port["port"] ?? 0);
            errors.OneOf(port, field, "protocol", "SCTP", "TCP", "UDP");
            if (port.Text("targetPort") is { } target)
            {
                if (ContainerValidation.PortNameError(target) is { } targetProblem)
                {
                    errors.Invalid($"{field}.targetPort", target, targetProblem);
                }
            }
            else
            {
                errors.Port($"{field}.targetPort", port["targetPort"]);
            }
            if (port.Number("nodePort") is > 0 && spec.Text("type") is "ClusterIP" or "ExternalName")
            {
                errors.Forbidden($"{field}.nodePort", $"may not be used when `type` is '{spec.Text("type")}'");
            }
            if (!numbers.Add((port.Number("port"), port.Text("protocol"))))
            {
                errors.Duplicate(field, new JsonObject { ["port"] = port.Number("port"), ["protocol"] = port.Text("protocol") });
            }
        }
    }
}
