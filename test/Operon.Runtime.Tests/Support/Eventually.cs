using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>Awaits conditions, with a deadline in real time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => RunAsync(condition, what, () => { });

    /// <summary>Moves the clock in steps until the condition holds, so that timers set on the way fire too.</summary>
    public static Task TrueAsync(Func<bool> condition, FakeTimeProvider clock, TimeSpan step, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        RunAsync(condition, what, () => clock.Advance(step));

    private static async Task RunAsync(Func<bool> condition, string what, Action between)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not reached within {_deadline}: {what}");
            between();
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
