namespace Operon.Generators;

/// <summary>A converter to add to an operator.</summary>
/// <param name="Class">The class, fully qualified with <c>global::</c>.</param>
/// <param name="Spoke">The version it converts.</param>
/// <param name="Hub">The version it converts to and from.</param>
internal sealed record ConverterModel(string Class, KindModel Spoke, KindModel Hub);
