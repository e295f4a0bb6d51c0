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
        var key = index.Run(frame);
        if (key is CelError)
        {
            return key;
        }
        frame.Charge(operand.IsAttribute ? 1 : 2);
        return isOptional ? Access.Optional(value, v => Access.Index(v, key)) : Access.Index(value, key);
    }
}
