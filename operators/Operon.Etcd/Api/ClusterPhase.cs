namespace Operon.Etcd.Api;

/// <summary>The words of <c>status.phase</c>.</summary>
internal static class ClusterPhase
{
    public const string Creating = "Creating";
    public const string Running = "Running";
}
