namespace Operon.Cel.Evaluation;

/// <summary><c>&amp;&amp;</c> and <c>||</c>: the deciding operand wins over an error of the other, on whichever side it stands.</summary>
internal sealed class LogicStep(Step left, Step right, bool deciding) : Step
{
    public override CelValue Run(Frame frame)
    {
        var first = left.Run(frame);
        if (first is CelBool a && a.Value == deciding)
        {
            return a;
        }
        var second = right.Run(frame);
        if (second is CelBool b && b.Value == deciding)
        {
            return b;
        }
        if (first is CelError)
        {
            return first;
        }
        return second is CelError ? second : first is CelBool && second is CelBool ? second : CelError.NoSuchOverload;
    }
}
