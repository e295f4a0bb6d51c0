namespace Operon.Cel.Evaluation;

internal sealed class VariableStep(string name) : Step
{
    public override bool IsAttribute => true;

    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        return frame.TryGet(name, out var value) ? value : new CelError($"no such attribute(s): {name}");
    }
}
