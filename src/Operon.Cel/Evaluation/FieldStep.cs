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
        if (!isOptional)
        {
            frame.Charge(operand.IsAttribute ? 1 : 2);
            return Access.Field(value, field);
        }
        var found = Access.Optional(value, v => Access.Field(v, field));
        frame.Charge((operand.IsAttribute ? 0 : 1) + (found is CelOptional { Value: null } ? 0 : 1));
        return found;
    }
}
