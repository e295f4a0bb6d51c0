using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>Allocations of the queue's hot path, on the test's own thread: growth needs a decision.</summary>
public sealed class WorkQueueAllocationTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Adding_taking_and_finishing_a_key_allocates_nothing()
    {
        using var queue = new WorkQueue<ObjectKey>("allocations", TimeProvider.System);
        var key = Make.Key("a");
        Assert.Equal(0, Allocated(() =>
        {
            queue.Add(key, new WorkCause(CauseKind.Updated, "Pod", key, "1") { WrittenAt = DateTime.UnixEpoch });
            Take(queue);
            queue.Done(key);
        }));
    }

    [Fact]
    public void A_failure_and_its_delayed_retry_allocate_nothing()
    {
        using var queue = new WorkQueue<ObjectKey>("allocations", TimeProvider.System);
        var key = Make.Key("a");
        Assert.Equal(0, Allocated(() =>
        {
            queue.Add(key);
            Take(queue);
            queue.AddFailed(key);
            queue.Add(key);
            queue.Done(key);
            Take(queue);
            queue.Forget(key);
            queue.Done(key);
        }));
    }

    [Fact]
    public void Waiting_for_a_key_allocates_nothing()
    {
        using var queue = new WorkQueue<ObjectKey>("allocations", TimeProvider.System);
        var key = Make.Key("a");
        Assert.Equal(0, Allocated(() =>
        {
            var waiting = queue.TakeAsync();
            queue.Add(key);
            if (!waiting.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("No key was handed out.");
            }

#pragma warning disable xUnit1031 // It is complete.
            _ = waiting.GetAwaiter().GetResult();
#pragma warning restore xUnit1031
            queue.Done(key);
        }));
    }

    private static void Take(WorkQueue<ObjectKey> queue)
    {
        var taken = queue.TakeAsync();
        if (!taken.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("No key was handed out.");
        }

#pragma warning disable xUnit1031 // It is complete.
        _ = taken.GetAwaiter().GetResult();
#pragma warning restore xUnit1031
    }

    private static long Allocated(Action round)
    {
        for (var i = 0; i < 100; i++)
        {
            round();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            round();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
