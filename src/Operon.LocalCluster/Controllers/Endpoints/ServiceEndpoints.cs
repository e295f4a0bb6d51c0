using System.Globalization;
using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>Finds the endpoints of a service among the pods of its namespace.</summary>
internal static class ServiceEndpoints
{
    public static IReadOnlyList<ServiceEndpoint> Of(V1Service service, IEnumerable<V1Pod> pods) =>
        [.. pods
            .Where(p => IsReachable(p) && LabelMatching.MatchesAll(service.Spec.Selector, p.Metadata.Labels))
            .OrderBy(p => p.Metadata.Name, StringComparer.Ordinal)
            .Select(p => Of(service, p))];

    private static bool IsReachable(V1Pod pod) => !string.IsNullOrEmpty(pod.Status?.PodIP) && !PodState.IsTerminal(pod);

    private static ServiceEndpoint Of(V1Service service, V1Pod pod)
    {
        var isReady = PodState.IsReady(pod);
        var isTerminating = PodState.IsTerminating(pod);
        var publishAll = service.Spec.PublishNotReadyAddresses == true;
        var hostname = !string.IsNullOrEmpty(pod.Spec.Hostname) && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null;
        return new(pod, Ports(service, pod), publishAll || (isReady && !isTerminating), isReady, isTerminating, hostname);
    }

    private static List<EndpointPort> Ports(V1Service service, V1Pod pod)
    {
        var result = new List<EndpointPort>();
        foreach (var port in service.Spec.Ports ?? [])
        {
            var protocol = port.Protocol ?? "TCP";
            if (Number(port, protocol, pod) is { } number)
            {
                result.Add(new(port.Name ?? string.Empty, protocol, number, port.AppProtocol));
            }
        }

        return result;
    }

    private static int? Number(V1ServicePort port, string protocol, V1Pod pod)
    {
        var target = port.TargetPort?.Value;
        if (string.IsNullOrEmpty(target))
        {
            return port.Port;
        }

        return int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number == 0 ? port.Port : number
            : pod.Spec.Containers.Concat((pod.Spec.InitContainers ?? []).Where(c => c.RestartPolicy == "Always"))
                .SelectMany(c => c.Ports ?? []).FirstOrDefault(p => p.Name == target && (p.Protocol ?? "TCP") == protocol)?.ContainerPort;
    }
}
