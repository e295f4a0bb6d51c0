namespace Operon.Cel;

/// <summary>A type as a value: <c>type(1)</c>.</summary>
internal sealed class CelTypeValue(CelType type) : CelValue
{
    public CelType Named => type;

    public override CelType Type => CelType.AnyType;

    internal override bool EqualTo(CelValue other) => other is CelTypeValue t && t.Named.Kind == type.Kind && t.Named.Name == type.Name;
}
