namespace Operon.Runtime;

/// <summary>What happened to a field.</summary>
public enum FieldOperation
{
    /// <summary>The field is new.</summary>
    Added,

    /// <summary>The field has another value.</summary>
    Changed,

    /// <summary>The field is gone.</summary>
    Removed,
}
