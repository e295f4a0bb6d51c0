namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>A service port resolved to a number for one pod.</summary>
internal sealed record EndpointPort(string? Name, string Protocol, int Port, string? AppProtocol);
