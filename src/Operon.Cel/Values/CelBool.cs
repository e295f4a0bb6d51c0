namespace Operon.Cel;

internal sealed class CelBool(bool value) : CelValue
{
    public static readonly CelBool True = new(true);
    public static readonly CelBool False = new(false);

    public bool Value => value;

    public override CelType Type => CelType.Bool;

    public static new CelBool Of(bool value) => value ? True : False;

    public override object Unwrap() => value;

    internal override bool EqualTo(CelValue other) => other is CelBool b && b.Value == value;
}
