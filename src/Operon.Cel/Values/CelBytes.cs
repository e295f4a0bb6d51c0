namespace Operon.Cel;

internal sealed class CelBytes(byte[] value) : CelValue
{
    public byte[] Value => value;

    public override CelType Type => CelType.Bytes;

    internal override long? Size => value.Length;

    public override object Unwrap() => value;

    internal override bool EqualTo(CelValue other) => other is CelBytes b && value.SequenceEqual(b.Value);
}
