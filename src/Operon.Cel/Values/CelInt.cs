namespace Operon.Cel;

internal sealed class CelInt(long value) : CelValue
{
    private static readonly CelInt[] Small = [.. Enumerable.Range(-16, 272).Select(n => new CelInt(n))];

    public long Value => value;

    public override CelType Type => CelType.Int;

    public static CelInt From(long value) => value is >= -16 and < 256 ? Small[value + 16] : new(value);

    public override object Unwrap() => value;

    internal override bool EqualTo(CelValue other) => Numbers.Compare(this, other) == 0;
}
