namespace Operon.Cel;

internal sealed class CelOptional(CelValue? value) : CelValue
{
    private static readonly CelType OptionalType = CelType.Optional(CelType.Dyn);

    public static readonly CelOptional None = new(null);

    public CelValue? Value => value;

    public override CelType Type => OptionalType;

    internal override long? Size => value?.Size;

    internal override bool EqualTo(CelValue other) =>
        other is CelOptional o && (value is null || o.Value is null ? value is null && o.Value is null : value.EqualTo(o.Value));
}
