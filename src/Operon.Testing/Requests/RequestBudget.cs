namespace Operon.Testing;

/// <summary>How much a piece of work may ask of the API server; null leaves a part free.</summary>
public sealed record RequestBudget
{
    /// <summary>Nothing may be written: what a reconcile of an object that is as it should be must keep to.</summary>
    public static RequestBudget NoWrites { get; } = new() { Writes = 0 };

    /// <summary>Most writes, the failed ones too.</summary>
    public int? Writes { get; init; }

    /// <summary>Most gets and lists (watches are not counted).</summary>
    public int? Reads { get; init; }
}
