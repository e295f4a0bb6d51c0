using k8s.Models;

namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>One pod behind a service.</summary>
internal sealed record ServiceEndpoint(V1Pod Pod, IReadOnlyList<EndpointPort> Ports, bool IsReady, bool IsServing, bool IsTerminating, string? Hostname);
