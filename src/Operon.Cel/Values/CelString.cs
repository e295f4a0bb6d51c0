namespace Operon.Cel;

internal sealed class CelString(string text) : CelValue
{
    private int size = -1;

    public string Text => text;

    public override CelType Type => CelType.String;

    internal override long? Size => size >= 0 ? size : size = CodePoints.Count(text);

    public override object Unwrap() => text;

    internal override bool EqualTo(CelValue other) => other is CelString s && string.Equals(s.Text, text, StringComparison.Ordinal);
}
