using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Networking;

/// <summary>iproute2 in batch mode: one process for any number of changes.</summary>
internal static class IpCommand
{
    public static Task BatchAsync(IEnumerable<string> lines, CancellationToken cancellationToken) =>
        HostCommand.RequireAsync("ip", ["-batch", "-"], cancellationToken, string.Join('\n', lines) + "\n");
}
