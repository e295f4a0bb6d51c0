namespace Operon.Cel;

/// <summary>A duration in nanoseconds, the range of Go's <c>time.Duration</c>.</summary>
internal sealed class CelDuration(long nanoseconds) : CelValue
{
    public long Nanoseconds => nanoseconds;

    public override CelType Type => CelType.Duration;

    public override object Unwrap() => TimeSpan.FromTicks(nanoseconds / 100);

    internal override bool EqualTo(CelValue other) => other is CelDuration d && d.Nanoseconds == nanoseconds;
}
