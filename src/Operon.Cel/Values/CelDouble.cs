namespace Operon.Cel;

internal sealed class CelDouble(double value) : CelValue
{
    public double Value => value;

    public override CelType Type => CelType.Double;

    public override object Unwrap() => value;

    internal override bool EqualTo(CelValue other) => Numbers.Compare(this, other) == 0;
}
