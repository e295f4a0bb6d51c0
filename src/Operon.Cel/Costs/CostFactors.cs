namespace Operon.Cel.Costs;

/// <summary>The units of the cost model.</summary>
internal static class CostFactors
{
    /// <summary>Of one code point or byte that is looked at.</summary>
    public const double Traversal = 0.1;

    /// <summary>Of one character of a pattern, for each unit of text.</summary>
    public const double Pattern = 0.25;

    /// <summary>Of an authorization check: two fit into the limit of an expression.</summary>
    public const long AuthorizationCheck = 350_000;

    /// <summary>The longest pattern behind a named format.</summary>
    public const double LongestFormatPattern = 128;

    /// <summary>The longest name of a format.</summary>
    public const ulong LongestFormatName = 64;

    public const ulong CreateList = 10;

    public const ulong CreateMap = 30;

    public const ulong CreateObject = 40;
}
