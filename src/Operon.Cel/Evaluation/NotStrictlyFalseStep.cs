namespace Operon.Cel.Evaluation;

/// <summary>The condition of <c>all</c> and <c>exists</c>: goes on over errors.</summary>
internal sealed class NotStrictlyFalseStep(Step operand) : Step
{
    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        frame.Charge(1);
        return value is CelBool b ? b : CelBool.True;
    }
}
