namespace Operon.Cel.Evaluation;

/// <summary>Names a value for an expression. The empty range of the fold it stands for has its cost.</summary>
internal sealed class BindStep(int slot, Step value, Step result) : Step
{
    private const int EmptyRangeCost = 10;

    public override CelValue Run(Frame frame)
    {
        frame.Charge(EmptyRangeCost);
        var outer = frame.Locals[slot];
        frame.Locals[slot] = value.Run(frame);
        var outcome = result.Run(frame);
        frame.Locals[slot] = outer;
        return outcome;
    }
}
