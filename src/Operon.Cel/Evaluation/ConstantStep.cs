namespace Operon.Cel.Evaluation;

internal sealed class ConstantStep(CelValue value) : Step
{
    public CelValue Value => value;

    public override CelValue Run(Frame frame) => value;
}
