using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>Waits for a condition by asking again and again, with a deadline in real time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <param name="condition">What is waited for. Refusals and broken connections count as not yet.</param>
    /// <param name="describe">Words for what is waited for.</param>
    /// <param name="timeout">How long, in real time.</param>
    /// <param name="last">The last state, for the message.</param>
    /// <param name="between">Runs between two tries, such as a step of a fake clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task TrueAsync(
        Func<CancellationToken, Task<bool>> condition, Func<string> describe, TimeSpan timeout, Func<string>? last, Action? between, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        Exception? failure = null;
        while (true)
        {
            try
            {
                if (await condition(deadline.Token))
                {
                    return;
                }

                failure = null;
            }
            catch (Exception e) when (e is KubernetesApiException or HttpRequestException or IOException)
            {
                failure = e;
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Falls through to the message.
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
            {
                var state = failure?.Message ?? last?.Invoke();
                throw new TestClusterException($"Not within {timeout}: {describe()}.{(state is null ? "" : $"\nLast state:\n{state}")}", failure);
            }

            between?.Invoke();
            await Task.Delay(_pause, CancellationToken.None);
        }
    }
}
