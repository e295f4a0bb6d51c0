namespace Operon.Cel;

internal sealed class CelNull : CelValue
{
    public static readonly CelNull Instance = new();

    public override CelType Type => CelType.Null;

    public override object? Unwrap() => null;

    internal override bool EqualTo(CelValue other) => other is CelNull;
}
