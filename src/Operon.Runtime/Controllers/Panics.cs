using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>Tells bugs from failures. Failures of the world have types of their own; these are thrown by mistakes in the code.</summary>
internal static class Panics
{
    public static bool Include(Exception exception) => exception is
        NullReferenceException or IndexOutOfRangeException or InvalidCastException or ArrayTypeMismatchException or DivideByZeroException
        or KeyNotFoundException or ArgumentException or NotImplementedException or NotSupportedException or RankException or ObjectDisposedException
        or UnreachableException or TypeInitializationException or MissingMemberException or InsufficientExecutionStackException;
}
