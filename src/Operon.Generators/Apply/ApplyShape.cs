namespace Operon.Generators;

/// <summary>How a form writes and reads a field.</summary>
internal enum ApplyShape
{
    /// <summary>A whole value, as the type's own JSON context writes it.</summary>
    Value,

    /// <summary>A whole value, as the converter of the property writes it.</summary>
    Converted,

    /// <summary>The form of a nested object.</summary>
    Form,

    /// <summary>A list of forms.</summary>
    FormList,

    /// <summary>A map of forms.</summary>
    FormMap,
}
