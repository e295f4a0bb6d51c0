using System.Runtime.CompilerServices;
using Xunit;

namespace Operon.Webhooks.Tests;

/// <summary>Waits for conditions with a deadline that only a hang reaches.</summary>
internal static class Wait
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    public static async Task ForAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not reached within {_deadline}: {what}");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public static Task ForAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => ForAsync(() => Task.FromResult(condition()), what);
}
