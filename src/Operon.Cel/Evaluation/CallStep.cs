using Operon.Cel.Costs;
using Operon.Cel.Functions;

namespace Operon.Cel.Evaluation;

internal sealed class CallStep(string function, Step[] arguments, Overload[] overloads) : Step
{
    public override CelValue Run(Frame frame)
    {
        var values = new CelValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Run(frame);
            if (values[i] is CelError)
            {
                return values[i];
            }
        }
        foreach (var overload in overloads)
        {
            if (overload.Accepts(values))
            {
                var result = overload.Body(values);
                frame.Charge(RuntimeCost.Of(function, overload.Id, values, result));
                return result;
            }
        }
        frame.Charge(1);
        return CelError.NoSuchOverload;
    }
}
