namespace Operon.Cel.Evaluation;

/// <summary>Names a value for an expression.</summary>
internal sealed class BindStep(int slot, Step value, Step result) : Step
{
    public override CelValue Run(Frame frame)
    {
        var outer = frame.Locals[slot];
        frame.Locals[slot] = value.Run(frame);
        var outcome = result.Run(frame);
        frame.Locals[slot] = outer;
        return outcome;
    }
}
