namespace Operon.LocalCluster.Probes;

/// <summary>How one probe went.</summary>
internal readonly record struct ProbeResult(bool Succeeded, string Message)
{
    public static ProbeResult Success { get; } = new(true, "");

    public static ProbeResult Failure(string message) => new(false, message);
}
