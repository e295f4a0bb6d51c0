namespace Operon.Cel.Evaluation;

/// <summary>A comprehension over a list, a map or an object.</summary>
internal sealed class FoldStep(FoldPlan plan) : Step
{
    public override CelValue Run(Frame frame)
    {
        var range = plan.Range.Run(frame);
        if (range is CelError)
        {
            return range;
        }
        if (range is not (CelList or CelMap))
        {
            return CelError.NoSuchOverload;
        }
        var locals = frame.Locals;
        var initial = plan.Initial.Run(frame);
        // The empty list or map a macro starts from grows in place, since nobody else sees it.
        locals[plan.Accumulator] = initial is CelList ? new ListBuilder() : initial is CelMap ? new MapBuilder() : initial;
        Loop(frame, range, locals);
        var result = plan.Result.Run(frame);
        return result is ListBuilder list ? list.Finish() : result;
    }

    private void Loop(Frame frame, CelValue range, CelValue?[] locals)
    {
        var position = 0;
        foreach (var element in range is CelList list ? list.Elements() : ((CelMap)range).Keys)
        {
            frame.Iterate();
            if (plan.Variable2 is { } second)
            {
                locals[plan.Variable] = range is CelList ? CelInt.From(position++) : element;
                locals[second] = range is CelMap map ? map.TryGet(element, out var value) ? value : CelNull.Instance : element;
            }
            else
            {
                locals[plan.Variable] = element;
            }
            if (plan.Condition.Run(frame) is CelBool { Value: false } || (plan.EndsAtErrors && locals[plan.Accumulator] is CelError))
            {
                return;
            }
            locals[plan.Accumulator] = plan.Step.Run(frame);
        }
    }
}
