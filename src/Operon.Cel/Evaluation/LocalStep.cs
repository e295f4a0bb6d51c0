namespace Operon.Cel.Evaluation;

internal sealed class LocalStep(int slot) : Step
{
    public override bool IsAttribute => true;

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        return frame.Locals[slot]!;
    }
}
