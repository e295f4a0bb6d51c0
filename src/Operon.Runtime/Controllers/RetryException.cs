namespace Operon.Runtime;

/// <summary>A failure that is tried again after a known time, when that is longer than the back-off.</summary>
public sealed class RetryException(string message, TimeSpan after, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The shortest time to wait.</summary>
    public TimeSpan After => after;
}
