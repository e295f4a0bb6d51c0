namespace Operon.Cel.Parsing;

/// <summary>Ends the parse at the first syntax error; never leaves the parser.</summary>
#pragma warning disable CA1032, CA1064 // Internal control flow with one constructor.
internal sealed class SyntaxException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;
}
#pragma warning restore CA1032, CA1064
