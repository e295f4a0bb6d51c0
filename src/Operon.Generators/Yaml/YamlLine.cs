namespace Operon.Generators;

/// <summary>A line with something on it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Indent">Spaces before the first character.</param>
/// <param name="Text">The rest, without spaces at its end.</param>
internal sealed record YamlLine(int Number, int Indent, string Text);
