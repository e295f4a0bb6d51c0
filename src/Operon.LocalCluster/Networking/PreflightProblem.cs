namespace Operon.LocalCluster.Networking;

/// <summary>Something this machine lacks to run pods.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">The command or setting that mends it.</param>
public sealed record PreflightProblem(string Message, string Remedy);
