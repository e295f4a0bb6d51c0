namespace Operon.Cel.Evaluation;

internal sealed class ListStep(Step[] elements, IReadOnlyList<bool> isOptional) : Step
{
    private const int Cost = 10;

    public override CelValue Run(Frame frame)
    {
        var values = new List<CelValue>(elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            var value = elements[i].Run(frame);
            if (value is CelError)
            {
                return value;
            }
            if (!isOptional[i])
            {
                values.Add(value);
            }
            else if (value is not CelOptional optional)
            {
                return new CelError($"cannot initialize optional list element from non-optional value {Formatting.Text(value)}");
            }
            else if (optional.Value is not null)
            {
                values.Add(optional.Value);
            }
        }
        frame.Charge(Cost);
        return new ArrayList(values);
    }
}
