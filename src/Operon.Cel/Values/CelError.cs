namespace Operon.Cel;

/// <summary>A failed evaluation as a value, so that <c>||</c> and <c>&amp;&amp;</c> can absorb it.</summary>
internal sealed class CelError(string message) : CelValue
{
    public string Message => message;

    public override CelType Type => CelType.Error;

    public static CelError NoSuchOverload { get; } = new("no such overload");

    public static CelError Overflow { get; } = new("integer overflow");

    internal override bool EqualTo(CelValue other) => false;
}
