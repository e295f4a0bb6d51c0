using System.Runtime.CompilerServices;
using Xunit;

namespace Operon.Hosting.Tests;

/// <summary>Waits for conditions with a deadline that only a hang reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not reached within {_deadline}: {what} {state?.Invoke()}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), state, what);
}
