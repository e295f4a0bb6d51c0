namespace Operon.Cel.Evaluation;

internal sealed class FieldStep(Step operand, string field, bool isOptional) : Step
{
    public override bool IsAttribute => true;

    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        if (value is CelError)
        {
            return value;
        }
        frame.Charge(operand.IsAttribute ? 1 : 2);
        return isOptional ? Access.Optional(value, v => Access.Field(v, field)) : Access.Field(value, field);
    }
}
