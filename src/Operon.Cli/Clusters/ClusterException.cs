namespace Operon.Cli.Clusters;

/// <summary>A cluster could not be started, reached or stopped; the message is for the person at the terminal.</summary>
internal sealed class ClusterException(string message) : Exception(message);
