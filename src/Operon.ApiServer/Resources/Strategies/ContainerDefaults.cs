using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The defaults of one container.</summary>
internal static class ContainerDefaults
{
    public static void Apply(JsonObject container, bool hostNetwork)
    {
        container.SetDefaultText("terminationMessagePath", "/dev/termination-log");
        container.SetDefaultText("terminationMessagePolicy", "File");
        container.SetDefaultText("imagePullPolicy", PullPolicyOf(container.Text("image") ?? ""));
        container.EnsureMap("resources");
        foreach (var port in container.Maps("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (hostNetwork && port.Number("hostPort") is null or 0 && port.Number("containerPort") is { } number)
            {
                port["hostPort"] = number;
            }
        }
        foreach (var variable in container.Maps("env"))
        {
            variable.Map("valueFrom").Map("fieldRef")?.SetDefaultText("apiVersion", "v1");
        }
        RequestsFromLimits(container.Map("resources"));
        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(probe) is { } settings)
            {
                Probe(settings);
            }
        }
        HttpGet(container.Map("lifecycle").Map("postStart").Map("httpGet"));
        HttpGet(container.Map("lifecycle").Map("preStop").Map("httpGet"));
    }

    /// <summary>Always for <c>latest</c> and for no tag at all, else IfNotPresent; a digest pins the image.</summary>
    private static string PullPolicyOf(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return "IfNotPresent";
        }
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest" ? "Always" : "IfNotPresent";
    }

    private static void RequestsFromLimits(JsonObject? resources)
    {
        if (resources.Map("limits") is { Count: > 0 } limits)
        {
            var requests = resources!.EnsureMap("requests");
            foreach (var (name, quantity) in limits)
            {
                if (!requests.ContainsKey(name))
                {
                    requests[name] = quantity?.DeepClone();
                }
            }
        }
    }

    private static void Probe(JsonObject probe)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, long)>)[("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)])
        {
            if (probe[name] is null || probe.Number(name) == 0)
            {
                probe[name] = value;
            }
        }
        HttpGet(probe.Map("httpGet"));
        probe.Map("grpc")?.SetDefault("service", "");
    }

    private static void HttpGet(JsonObject? action)
    {
        action?.SetDefaultText("path", "/");
        action?.SetDefaultText("scheme", "HTTP");
    }
}
