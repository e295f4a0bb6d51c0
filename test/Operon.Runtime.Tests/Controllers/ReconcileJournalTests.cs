using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ReconcileJournalTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_one_key_the_latest_sixteen_are_kept_and_it_pushes_out_no_other()
    {
        var journal = Journal(100);
        Add(journal, "quiet", 0);
        for (var i = 1; i <= 500; i++)
        {
            Add(journal, "busy", i);
        }

        Assert.Equal(Enumerable.Range(485, 16).Reverse(), journal.Of("busy").Select(record => record.Attempt));
        Assert.Single(journal.Of("quiet"));
        Assert.Equal(17, journal.Recent().Count);
    }

    [Fact]
    public void Of_all_keys_together_the_latest_are_kept_up_to_the_size()
    {
        var journal = Journal(10);
        for (var i = 0; i < 1000; i++)
        {
            Add(journal, $"k{i}", i);
        }

        Assert.Equal(Enumerable.Range(990, 10).Reverse(), journal.Recent(1000).Select(record => record.Attempt));
        Assert.Equal([999, 998, 997], journal.Recent(3).Select(record => record.Attempt));
        Assert.Empty(journal.Of("k989"));
        Assert.Empty(journal.Of("never"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(40)]
    public void Any_history_keeps_what_the_two_bounds_leave(int size)
    {
        var random = new Random(size);
        var journal = Journal(size);
        List<(string Key, int Number)> model = [];
        for (var i = 0; i < 2000; i++)
        {
            var key = $"k{Math.Min(random.Next(6), random.Next(6))}";
            Add(journal, key, i);
            if (model.Count(one => one.Key == key) == 16)
            {
                model.Remove(model.First(one => one.Key == key));
            }
            else if (model.Count == size)
            {
                model.RemoveAt(0);
            }

            model.Add((key, i));
            Assert.Equal(model.AsEnumerable().Reverse(), journal.Recent(int.MaxValue).Select(record => (record.Key, record.Attempt)));
            Assert.Equal(model.Where(one => one.Key == key).Select(one => one.Number).Reverse(), journal.Of(key).Select(record => record.Attempt));
        }
    }

    [Fact]
    public void A_journal_without_room_keeps_nothing()
    {
        var journal = Journal(0);
        Add(journal, "a", 0);
        Assert.Empty(journal.Recent());
        Assert.Empty(journal.Of("a"));
    }

    [Fact]
    public async Task A_record_tells_cause_wait_start_duration_next_time_and_error()
    {
        var cluster = new FakeCluster();
        var manager = new ControllerManager(cluster, new ControllerManagerOptions { TimeProvider = _clock });
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (_, _) =>
        {
            entered.TrySetResult();
            await go.Task;
            throw new HttpRequestException("refused");
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.IsReconciling);
        await cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        await entered.Task.WaitAsync(Token);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(new ReconcileInProgress("ns/a", TimeSpan.FromSeconds(7)), Assert.Single(controller.Journal.InProgress()));
        go.SetResult();
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);

        var record = controller.Journal.Of("ns/a")[0];
        var version = cluster.Store(ResourceKinds.ConfigMap).VersionOf("ns/a");
        Assert.Equal(new WorkCauses(new(CauseKind.Added, "ConfigMap", Make.Key("a"), version), new(CauseKind.Added, "ConfigMap", Make.Key("a"), version), 1), record.Causes);
        Assert.Equal(
            (TimeSpan.Zero, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(7), ReconcileOutcome.Error, TimeSpan.FromMilliseconds(5)),
            (record.Waited, record.Started, record.Duration, record.Outcome, record.Next));
        Assert.Equal("HttpRequestException: refused", record.Error);
        await Eventually.TrueAsync(() => controller.Journal.InProgress().Count == 0);
    }

    [Fact]
    public async Task The_size_is_an_option_and_of_the_writes_the_first_sixteen_are_named()
    {
        var cluster = new FakeCluster();
        var manager = new ControllerManager(cluster);
        var done = 0;
        var controller = manager.Controller("test", ResourceKinds.Pod).Configure(options => options with { JournalSize = 2 }).ReconcileWith(async (context, cancellationToken) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await manager.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap($"{context.Key.Name}-{i}"), cancellationToken);
            }

            Interlocked.Increment(ref done);
            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        foreach (var name in new[] { "a", "b", "c" })
        {
            controller.Enqueue(Make.Key(name));
        }

        await Eventually.TrueAsync(() => done == 3 && controller.Journal.InProgress().Count == 0);
        Assert.Equal(["ns/c", "ns/b"], controller.Journal.Recent().Select(record => record.Key));
        Assert.Equal(16, controller.Journal.Recent()[0].Writes.Count);
    }

    private ReconcileJournal<string> Journal(int size) => new(size, _clock, () => []);

    private void Add(ReconcileJournal<string> journal, string key, int number) =>
        journal.Add(new JournalEntry<string> { Key = key, Attempt = number, Started = _clock.GetTimestamp() });
}
