namespace Operon.Cel.Evaluation;

/// <summary><c>or</c> and <c>orValue</c>, which evaluate their argument only when the optional is none.</summary>
internal sealed class OptionalOrStep(Step operand, Step alternative, bool unwraps) : Step
{
    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        frame.Charge(1);
        return value switch
        {
            CelError => value,
            CelOptional { Value: { } held } => unwraps ? held : value,
            CelOptional => alternative.Run(frame),
            _ => CelError.NoSuchOverload,
        };
    }
}
