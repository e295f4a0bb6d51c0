namespace Operon.Cel.Libraries;

/// <summary>A named format.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="patternLength">The length of its pattern, for the cost.</param>
/// <param name="problems">What is wrong with a text; empty when nothing is.</param>
internal sealed class FormatValue(string name, int patternLength, Func<string, IReadOnlyList<string>> problems) : CelOpaque
{
    public static readonly CelType FormatType = CelType.Opaque("kubernetes.NamedFormat");

    public int PatternLength => patternLength;

    public override CelType Type => FormatType;

    public override string Text => name;

    public IReadOnlyList<string> Validate(string text) => problems(text);

    internal override bool EqualTo(CelValue other) => other is FormatValue format && format.Text == name;
}
