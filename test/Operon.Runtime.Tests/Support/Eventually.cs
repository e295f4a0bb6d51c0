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

    /// <summary>The same, with a description of the present state for the failure.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> state, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        RunAsync(condition, what, () => { }, state);

    /// <summary>The same, for a condition that has to ask.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not reached within {_deadline}: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static async Task RunAsync(Func<bool> condition, string what, Action between, Func<string>? state = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not reached within {_deadline}: {what} {state?.Invoke()}");
            between();
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
