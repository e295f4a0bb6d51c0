namespace Operon.Runtime;

/// <summary>Where the process runs.</summary>
internal static class OperatorEnvironment
{
    /// <summary>Kubernetes sets this variable in every container.</summary>
    public static bool IsInCluster { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"));
}
