namespace Operon.Cel.Evaluation;

/// <summary>Leaves the steps when the cost limit is passed; <see cref="CelProgram"/> turns it into a result.</summary>
#pragma warning disable CA1032, CA1064 // Internal control flow without data.
internal sealed class CostLimitException : Exception;
#pragma warning restore CA1032, CA1064
