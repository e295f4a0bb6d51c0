namespace Operon.Cel;

internal sealed class CelUint(ulong value) : CelValue
{
    public ulong Value => value;

    public override CelType Type => CelType.Uint;

    public override object Unwrap() => value;

    internal override bool EqualTo(CelValue other) => Numbers.Compare(this, other) == 0;
}
