namespace Operon.Cel;

/// <summary>A property of a structural schema.</summary>
/// <param name="Name">As in the data.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsRequired">The schema requires it.</param>
/// <param name="HasDefault">The server fills it in, so that a request may do without.</param>
public sealed record CelProperty(string Name, CelType Type, bool IsRequired = false, bool HasDefault = false);
