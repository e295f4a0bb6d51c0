namespace Operon.Runtime;

/// <summary>Options of an operator that do not work. Each problem names its option, the value and the remedy.</summary>
public sealed class OperatorOptionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<string> Problems => problems;
}
