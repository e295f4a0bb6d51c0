namespace Operon.Cel.Costs;

/// <summary>An argument as the estimate sees it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Declared">The declared type its path leads to, with bounds; null when there is no such path.</param>
/// <param name="Computed">Its size where the expression itself tells; null otherwise.</param>
/// <param name="Literal">The value of a literal.</param>
internal sealed record Operand(CelType Type, CelType? Declared, SizeEstimate? Computed, CelValue? Literal)
{
    public SizeEstimate Size => Computed ?? (Declared is null ? SizeEstimate.Unknown : OfBounds(Declared));

    /// <summary>The elements of a list; null when this is none.</summary>
    public Operand? Element => Type.Parameters.Count == 0
        ? null
        : new Operand(Type.Parameters[0], Declared is { Parameters.Count: > 0 } ? Declared.Element : null, null, null);

    public static SizeEstimate OfBounds(CelType declared) => new(0, (ulong)declared.MaxElements);
}
