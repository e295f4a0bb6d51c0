namespace Operon.Cel;

/// <summary>What an evaluation came to.</summary>
/// <param name="Value">The value; null when it failed.</param>
/// <param name="Error">Why it failed, such as <c>no such key: replicas</c>; null when it did not.</param>
/// <param name="Cost">What it cost, in CEL's units.</param>
/// <param name="IsCostExceeded">It was cut off at its limit.</param>
public sealed record CelResult(CelValue? Value, string? Error, long Cost, bool IsCostExceeded = false)
{
    /// <summary>The value is <c>true</c>.</summary>
    public bool IsTrue => Value is CelBool { Value: true };

    /// <summary>The value, when it is a string.</summary>
    public string? Text => (Value as CelString)?.Text;
}
