namespace EndToEnd.Clusters;

/// <summary>What a program printed and returned.</summary>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for failure messages.</summary>
    public override string ToString() => $"$ {CommandLine}\nexit code {ExitCode}\n{Output}{Error}";
}
