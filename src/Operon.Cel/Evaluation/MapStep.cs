namespace Operon.Cel.Evaluation;

internal sealed class MapStep((Step Key, Step Value, bool IsOptional)[] entries) : Step
{
    private const int Cost = 30;

    public override CelValue Run(Frame frame)
    {
        var map = new MapBuilder();
        foreach (var entry in entries)
        {
            var key = entry.Key.Run(frame);
            if (key is CelError)
            {
                return key;
            }
            var value = entry.Value.Run(frame);
            if (value is CelError)
            {
                return value;
            }
            if (key is not (CelString or CelInt or CelUint or CelBool))
            {
                return new CelError($"unsupported key type: {key.Type.Name}");
            }
            if (entry.IsOptional)
            {
                if (value is not CelOptional optional)
                {
                    return new CelError($"cannot initialize optional entry '{Formatting.Text(key)}' from non-optional value {Formatting.Text(value)}");
                }
                if (optional.Value is null)
                {
                    continue;
                }
                value = optional.Value;
            }
            if (!map.Add(key, value))
            {
                return new CelError($"Failed with repeated key: {Formatting.Text(key)}");
            }
        }
        frame.Charge(Cost);
        return map;
    }
}
