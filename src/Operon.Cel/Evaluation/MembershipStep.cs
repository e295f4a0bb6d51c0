namespace Operon.Cel.Evaluation;

/// <summary><c>x in [constants]</c>: a look-up that costs nothing besides its operand.</summary>
internal sealed class MembershipStep(Step operand, CelList list) : Step
{
    private readonly HashSet<CelValue> members = new(list.Elements(), ValueComparer.Instance);

    public override CelValue Run(Frame frame)
    {
        var value = operand.Run(frame);
        return value is CelError ? value : CelBool.Of(members.Contains(value));
    }
}
