using System.Diagnostics;

namespace EndToEnd.Clusters;

/// <summary>Waits for conditions with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < (limit ?? TimeSpan.FromSeconds(60)), $"not within its time limit: {what}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
