namespace Operon.Cel.Evaluation;

/// <summary>Fields and elements of values.</summary>
internal static class Access
{
    public static CelValue Field(CelValue value, string field)
    {
        switch (value)
        {
            case CelMap map:
                return map.TryGetField(field, out var found) ? found : new CelError($"no such key: {field}");
            case CelOptional optional:
                return Within(optional, v => Field(v, field));
            case CelError:
                return value;
            default:
                return CelError.NoSuchOverload;
        }
    }

    public static CelValue Index(CelValue value, CelValue key)
    {
        switch (value)
        {
            case CelMap map when key is CelBytes or CelList or CelMap or CelNull:
                return new CelError($"unsupported key type: {key.Type.Name}");
            case CelMap map:
                return map.TryGet(key, out var found) ? found : new CelError($"no such key: {Formatting.Text(key)}");
            case CelList list:
                return Element(list, key);
            case CelOptional optional:
                return Within(optional, v => Index(v, key));
            default:
                return CelError.NoSuchOverload;
        }
    }

    /// <summary>What is found, as an optional; what does not exist is none.</summary>
    public static CelValue Optional(CelValue value, Func<CelValue, CelValue> access)
    {
        if (value is CelOptional optional)
        {
            if (optional.Value is null)
            {
                return optional;
            }
            value = optional.Value;
        }
        return access(value) switch
        {
            CelError e when e.Message.StartsWith("no such key", StringComparison.Ordinal) || e.Message.StartsWith("index out of bounds", StringComparison.Ordinal) => CelOptional.None,
            CelError e => e,
            var found => new CelOptional(found),
        };
    }

    // Selection through an optional stays optional.
    private static CelValue Within(CelOptional optional, Func<CelValue, CelValue> access) => optional.Value is null ? optional : Optional(optional, access);

    private static CelValue Element(CelList list, CelValue key)
    {
        var index = key switch
        {
            CelInt i => i.Value,
            CelUint u when u.Value <= long.MaxValue => (long)u.Value,
            CelDouble d when d.Value == Math.Floor(d.Value) && Math.Abs(d.Value) < long.MaxValue => (long)d.Value,
            _ => (long?)null,
        };
        if (index is null)
        {
            return new CelError($"unsupported index type '{key.Type.Name}' in list");
        }
        return index >= 0 && index < list.Count ? list.Get((int)index) : new CelError($"index out of bounds: {index}");
    }
}
