namespace Operon.Cel.Evaluation;

internal sealed class ConditionalStep(Step condition, Step whenTrue, Step whenFalse) : Step
{
    public override CelValue Run(Frame frame) => condition.Run(frame) switch
    {
        CelBool b => (b.Value ? whenTrue : whenFalse).Run(frame),
        CelError e => e,
        _ => CelError.NoSuchOverload,
    };
}
