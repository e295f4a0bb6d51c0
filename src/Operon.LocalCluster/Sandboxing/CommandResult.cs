namespace Operon.LocalCluster.Sandboxing;

/// <summary>What a short-lived host command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}
