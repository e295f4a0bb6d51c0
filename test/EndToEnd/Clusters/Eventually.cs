using System.Diagnostics;

namespace EndToEnd.Clusters;

/// <summary>Waits for conditions with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null, Func<Task<string>>? report = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > (limit ?? TimeSpan.FromSeconds(60)))
            {
                Assert.Fail($"not within its time limit: {what}\n{(report is null ? "" : await report())}");
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
