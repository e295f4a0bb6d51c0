namespace Operon.Cel.Evaluation;

/// <summary><c>has(operand.field)</c>: costs what the operand costs, as Kubernetes configures it.</summary>
internal sealed class HasStep(Step operand, string field) : Step
{
    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        if (value is CelOptional optional)
        {
            value = optional.Value;
        }
        return value switch
        {
            null => CelBool.False,
            CelError => value,
            CelMap map => CelBool.Of(map.TryGetField(field, out _)),
            _ => CelError.NoSuchOverload,
        };
    }
}
