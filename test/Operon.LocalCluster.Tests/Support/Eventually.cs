namespace Operon.LocalCluster.Tests.Support;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe, string what, TimeSpan? within = null, Func<string>? explain = null, Func<Task<string>>? explainAsync = null)
        where T : class
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var deadline = DateTime.UtcNow + (within ?? TimeSpan.FromSeconds(30));
        while (DateTime.UtcNow < deadline)
        {
            if (await probe() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        Assert.Fail($"Not within the deadline: {what}. {explain?.Invoke()}{(explainAsync is null ? "" : await explainAsync())}");
        throw new InvalidOperationException();
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null, Func<string>? explain = null) =>
        GetAsync(() => Task.FromResult(condition() ? what : null), what, within, explain);
}
