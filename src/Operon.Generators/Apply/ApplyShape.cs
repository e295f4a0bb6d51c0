namespace Operon.Generators;

/// <summary>How a form writes and reads a field.</summary>
internal enum ApplyShape
{
    /// <summary>A whole value, as the type's own JSON context writes it.</summary>
    Value,

    /// <summary>A whole value, as the converter of the property writes it.</summary>
    Converted,

    /// <summary>A time of a model with six fractional digits, which its type does not tell from one with none.</summary>
    MicroTime,

    /// <summary>The form of a nested object.</summary>
    Form,

    /// <summary>A list of forms.</summary>
    FormList,

    /// <summary>A map of forms.</summary>
    FormMap,
}
