namespace Operon.Generators;

/// <summary>A converter of a referenced assembly, and samples to try it with.</summary>
/// <param name="Name">What its method is called after.</param>
/// <param name="Class">The converter, fully qualified with <c>global::</c>.</param>
/// <param name="HasEmptyConstructor">Whether it can be made without arguments.</param>
/// <param name="Spoke">C# of the other version's <c>ResourceKind</c>.</param>
/// <param name="Hub">C# of the hub's <c>ResourceKind</c>.</param>
/// <param name="Samples">C# of objects of the hub.</param>
internal sealed record RoundTripModel(string Name, string Class, bool HasEmptyConstructor, string Spoke, string Hub, EquatableArray<string> Samples);
