namespace Operon.Cel.Evaluation;

/// <summary>
/// The parts of a comprehension. <c>EndsAtErrors</c>: no later element can undo an error.
/// </summary>
internal sealed record FoldPlan(
    Step Range, Step Initial, Step Condition, Step Step, Step Result, int Accumulator, int Variable, int? Variable2, bool EndsAtErrors);
