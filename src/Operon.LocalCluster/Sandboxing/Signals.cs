namespace Operon.LocalCluster.Sandboxing;

/// <summary>Signal numbers and the 128+n exit code convention.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly Dictionary<string, int> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SIGHUP"] = 1,
        ["SIGINT"] = 2,
        ["SIGQUIT"] = 3,
        ["SIGKILL"] = 9,
        ["SIGUSR1"] = 10,
        ["SIGUSR2"] = 12,
        ["SIGTERM"] = 15,
    };

    /// <summary>The number of a container's <c>stopSignal</c>; SIGTERM when unset or unknown.</summary>
    public static int Parse(string? name) => name is not null && Names.TryGetValue(name, out var number) ? number : Terminate;
}
