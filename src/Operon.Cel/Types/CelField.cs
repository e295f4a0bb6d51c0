namespace Operon.Cel;

/// <summary>A field of an object type.</summary>
/// <param name="Name">The name in expressions, escaped by <see cref="CelIdentifier.TryEscape"/>.</param>
/// <param name="PropertyName">The name in the data.</param>
/// <param name="Type">The field's type.</param>
public sealed record CelField(string Name, string PropertyName, CelType Type);
