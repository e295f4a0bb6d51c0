namespace Operon.Webhooks;

/// <summary>A converter loses or changes fields on the way to another version and back.</summary>
public sealed class ConversionLossException(string message, IReadOnlyList<string> fields) : Exception(message)
{
    /// <summary>JSON pointers of the fields, with what they were and became.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
