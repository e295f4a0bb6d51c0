using Operon.Cel.Costs;
using Operon.Cel.Functions;

namespace Operon.Cel.Evaluation;

internal sealed class CallStep(string function, Step[] arguments, Overload[] overloads) : Step
{
    public override CelValue Run(Frame frame)
    {
        var values = new CelValue[arguments.Length];
        CelValue? error = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Run(frame);
            error ??= values[i] as CelError;
            if (error is not null && arguments.Length > 2)
            {
                return error;
            }
        }
        if (error is not null)
        {
            // As cel-go: both operands are evaluated, and the call is charged for although it is not made.
            frame.Charge(RuntimeCost.Of(function, overloads.Length > 0 ? overloads[0].Id : "", values, error));
            return error;
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
