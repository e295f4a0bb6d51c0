namespace Operon.Cel;

/// <summary>
/// Types of structural schemas with the bounds an API server assumes: what is not bounded by the schema is bounded by what fits into a request of 3 MiB.
/// </summary>
public static class CelSchema
{
    /// <summary>The largest request.</summary>
    public const long MaxRequestBytes = 3 * 1024 * 1024;

    /// <summary>The most one expression may cost by estimate, times the most often it can be evaluated for an object.</summary>
    public const ulong ExpressionCostLimit = 10_000_000;

    /// <summary>The most the expressions of one definition may cost together.</summary>
    public const ulong DefinitionCostLimit = 100_000_000;

    /// <summary>A string; <paramref name="format"/> makes it bytes, a duration or a timestamp as <c>byte</c>, <c>duration</c>, <c>date</c> and <c>date-time</c> say.</summary>
    /// <param name="format">The schema's format.</param>
    /// <param name="maxLength">In code points, each of which may take four bytes.</param>
    /// <param name="longestEnumValue">The longest of the enumerated values in bytes, if they are enumerated.</param>
    public static CelType String(string? format = null, long? maxLength = null, int? longestEnumValue = null) => format switch
    {
        "byte" => CelType.Bytes.WithBounds(maxLength is { } length ? Math.Max(length, 0) : MaxRequestBytes - 2, 2),
        "duration" => CelType.Duration.WithBounds(32, 3),
        "date" => CelType.Timestamp.WithBounds(12, 12),
        "date-time" => CelType.Timestamp.WithBounds(32, 21),
        _ => CelType.String.WithBounds(maxLength is { } length ? Bytes(length) : longestEnumValue ?? MaxRequestBytes - 2, 2),
    };

    /// <summary><c>x-kubernetes-int-or-string</c>: known at run time only.</summary>
    public static CelType IntOrString(long? maxLength = null) => CelType.Dyn.WithBounds(maxLength is { } length ? Bytes(length) : MaxRequestBytes - 2, 1);

    /// <summary>An array.</summary>
    public static CelType List(CelType items, long? maxItems = null) =>
        CelType.List(items, maxItems is { } most ? Math.Max(most, 0) : (MaxRequestBytes - 2) / (items.MinSerializedSize + 1));

    /// <summary>An object with <c>additionalProperties</c>.</summary>
    public static CelType Map(CelType values, long? maxProperties = null) =>
        CelType.Map(CelType.String, values, maxProperties is { } most ? Math.Max(most, 0) : (MaxRequestBytes - 2) / (values.MinSerializedSize + 6));

    /// <summary>An object with properties. Properties whose names cannot be escaped are left out of expressions, but counted.</summary>
    /// <param name="name">The name of the type, unique in its environment.</param>
    /// <param name="properties">The properties; required ones without a default are always in the request.</param>
    public static CelType Object(string name, IEnumerable<CelProperty> properties)
    {
        var fields = new List<CelField>();
        long minSize = 2;
        foreach (var property in properties)
        {
            if (CelIdentifier.TryEscape(property.Name, out var identifier))
            {
                fields.Add(new CelField(identifier, property.Name, property.Type));
            }
            if (property.IsRequired && !property.HasDefault)
            {
                minSize += property.Name.Length + property.Type.MinSerializedSize + 4;
            }
        }
        return CelType.Object(name, fields, minSize);
    }

    /// <summary>How often data of this type can be in one request at most.</summary>
    public static ulong MaxCardinality(CelType type) => (ulong)(MaxRequestBytes / (type.MinSerializedSize + 1));

    private static long Bytes(long codePoints) => Math.Max(codePoints, 0) * 4;
}
