namespace Operon.Cel.Evaluation;

/// <summary><c>or</c> and <c>orValue</c>, which evaluate their argument only when the optional is none and cost nothing themselves.</summary>
internal sealed class OptionalOrStep(Step operand, Step alternative, bool unwraps) : Step
{
    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        return value switch
        {
            CelError => value,
            CelOptional { Value: { } held } => unwraps ? held : value,
            CelOptional => alternative.Run(frame),
            _ => CelError.NoSuchOverload,
        };
    }
}
