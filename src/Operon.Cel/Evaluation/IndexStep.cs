namespace Operon.Cel.Evaluation;

internal sealed class IndexStep(Step operand, Step index, bool isOptional) : Step
{
    public override bool IsAttribute => true;

    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        if (value is CelError)
        {
            return value;
        }
        var key = index.RunWithin(frame);
        if (key is CelError)
        {
            return key;
        }
        if (!isOptional)
        {
            frame.Charge(operand.IsAttribute ? 1 : 2);
            return Access.Index(value, key);
        }
        var found = Access.Optional(value, v => Access.Index(v, key));
        frame.Charge((operand.IsAttribute ? 0 : 1) + (found is CelOptional { Value: null } ? 0 : 1));
        return found;
    }
}
