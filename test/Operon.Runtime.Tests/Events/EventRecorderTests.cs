using System.Net;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class EventRecorderTests
{
    private static readonly ResourceKind<Eventsv1Event> _events =
        new(new ResourceType("events.k8s.io", "v1", "Event", "events", IsNamespaced: true), KubernetesJson.TypeInfo<Eventsv1Event>());

    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FakeStore Store => _cluster.Store(_events);

    [Fact]
    public async Task A_repeated_event_is_one_object_with_a_series_and_a_stop_publishes_the_last_count()
    {
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        var pod = await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p"), Token);
        var events = manager.Events("tester");
        for (var i = 0; i < 3; i++)
        {
            events.Warning(pod, "Unhealthy", "probe failed");
        }

        events.Publish(new ObjectEvent { Regarding = pod, Reason = "Started", Action = "Starting", Note = "started it", Related = Make.ConfigMap("cause") });
        await running.StopAsync();

        var published = await PublishedAsync();
        Assert.Equal([("Normal", "Started", 1), ("Warning", "Unhealthy", 3)], published.Select(one => (one.Type, one.Reason, one.Series?.Count ?? 1)).Order());
        var one = published.Single(one => one.Reason == "Started");
        Assert.Equal(("tester", "Starting", "started it", "cause"), (one.ReportingController, one.Action, one.Note, one.Related.Name));
        Assert.Equal(("v1", "Pod", "ns", "p", pod.Metadata.Uid), (one.Regarding.ApiVersion, one.Regarding.Kind, one.Regarding.NamespaceProperty, one.Regarding.Name, one.Regarding.Uid));
        Assert.StartsWith("tester-", one.ReportingInstance, StringComparison.Ordinal);
        Assert.StartsWith("p.", one.Metadata.Name, StringComparison.Ordinal);
        Assert.NotNull(one.EventTime);
    }

    [Fact]
    public async Task Only_the_second_occurrence_is_written_at_once_and_later_ones_each_half_hour_or_when_the_series_ends()
    {
        var (publisher, running) = Start();
        await SayAsync(publisher, writes: 1);
        await SayAsync(publisher, writes: 2);
        Assert.Equal(2, Assert.Single(await PublishedAsync()).Series.Count);

        // Every minute one more: nothing is written for half an hour.
        for (var minute = 1; minute < 30; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            publisher.Publish(Record("Again"));
            await Eventually.TrueAsync(() => publisher.Waiting == 0);
        }

        await Eventually.TrueAsync(() => Store.Writes.Count == 3, _clock, TimeSpan.FromSeconds(10));
        Assert.InRange(Assert.Single(await PublishedAsync()).Series.Count, 31, 31);

        publisher.Publish(Record("Again"));
        publisher.Publish(Record("Other"));
        await Eventually.TrueAsync(() => Store.Writes.Count == 4);
        var silent = _clock.GetUtcNow();
        await Eventually.TrueAsync(() => Store.Writes.Count == 5, _clock, TimeSpan.FromSeconds(10));
        Assert.InRange(_clock.GetUtcNow() - silent, TimeSpan.FromMinutes(5.9), TimeSpan.FromMinutes(8));
        Assert.Equal(32, (await PublishedAsync()).Single(one => one.Reason == "Again").Series.Count);

        // The series is over: the next occurrence is a new object.
        await SayAsync(publisher, writes: 6);
        Assert.Equal(3, (await PublishedAsync()).Count);
        publisher.Complete();
        await running;
    }

    [Fact]
    public async Task Different_notes_stay_apart_until_there_are_ten_and_are_folded_then()
    {
        var (publisher, running) = Start();
        for (var i = 0; i < 15; i++)
        {
            publisher.Publish(Record("Created", $"pod {i}"));
        }

        publisher.Complete();
        await running;
        var published = await PublishedAsync();
        Assert.Equal(11, published.Count);
        Assert.Equal(5, published.Single(one => one.Note.StartsWith("(combined from similar events): pod 10", StringComparison.Ordinal)).Series.Count);
    }

    [Fact]
    public async Task Events_of_another_type_action_reason_controller_or_object_are_another_series()
    {
        var (publisher, running) = Start();
        var one = Record("Reason");
        publisher.Publish(one);
        publisher.Publish(one with { Type = "Warning" });
        publisher.Publish(one with { Action = "Other" });
        publisher.Publish(one with { Reason = "Other" });
        publisher.Publish(one with { Controller = "other" });
        publisher.Publish(one with { Regarding = new V1ObjectReference { Kind = "Pod", Name = "q", NamespaceProperty = "ns" } });
        publisher.Publish(one with { Related = new V1ObjectReference { Kind = "Pod", Name = "q", NamespaceProperty = "ns" } });
        publisher.Publish(one with { Regarding = new V1ObjectReference { Kind = "Pod", Name = "p", NamespaceProperty = "ns", ResourceVersion = "77" } });
        publisher.Complete();
        await running;
        Assert.Equal([1, 1, 1, 1, 1, 1, 2], (await PublishedAsync()).Select(published => published.Series?.Count ?? 1).Order());
    }

    [Fact]
    public async Task New_events_about_one_object_are_limited_to_a_burst_and_then_one_each_five_minutes()
    {
        var (publisher, running) = Start();
        for (var i = 0; i < 40; i++)
        {
            publisher.Publish(Record($"Reason{i}"));
        }

        publisher.Publish(Record("Other") with { Regarding = new V1ObjectReference { Kind = "Pod", Name = "q", NamespaceProperty = "ns" } });
        await Eventually.TrueAsync(() => Store.Writes.Count == 26);
        _clock.Advance(TimeSpan.FromMinutes(5));
        publisher.Publish(Record("Late"));
        publisher.Publish(Record("Later"));
        publisher.Complete();
        await running;
        Assert.Equal(27, (await PublishedAsync()).Count);
        Assert.Contains(await PublishedAsync(), one => one.Reason == "Late");
    }

    [Fact]
    public async Task Events_of_cluster_scoped_objects_go_to_the_default_namespace()
    {
        var (publisher, running) = Start();
        publisher.Publish(Record("Ready") with { Regarding = new V1ObjectReference { Kind = "Node", Name = "n" } });
        publisher.Complete();
        await running;
        Assert.Equal("default", Assert.Single(await PublishedAsync()).Metadata.NamespaceProperty);
    }

    [Fact]
    public async Task Long_words_notes_and_instances_are_cut_to_what_the_server_takes()
    {
        var (publisher, running) = Start();
        publisher.Publish(Record(new string('r', 200), new string('ä', 600)) with { Controller = new string('c', 200) });
        publisher.Complete();
        await running;
        var one = Assert.Single(await PublishedAsync());
        Assert.Equal((128, 128, 512, 128), (one.Reason.Length, one.Action.Length, one.Note.Length, one.ReportingInstance.Length));
    }

    [Fact]
    public async Task A_flood_never_blocks_the_caller_and_what_does_not_fit_is_dropped()
    {
        var publisher = new EventPublisher(_cluster, _clock, NullLogger.Instance);
        for (var i = 0; i < 5000; i++)
        {
            publisher.Publish(Record("Flood"));
        }

        publisher.Complete();
        await publisher.RunAsync(Token);
        Assert.Equal(1000, Assert.Single(await PublishedAsync()).Series.Count);
    }

    [Fact]
    public async Task A_server_that_cannot_answer_is_asked_twelve_times_ten_seconds_apart()
    {
        var tries = new List<DateTimeOffset>();
        Store.Fault = verb =>
        {
            tries.Add(_clock.GetUtcNow());
            return tries.Count % 2 == 0 ? new HttpRequestException("connection refused") : FakeStore.Status(HttpStatusCode.TooManyRequests, "TooManyRequests", "later");
        };
        var (publisher, running) = Start();
        publisher.Publish(Record("Lost"));
        publisher.Complete();
        await Eventually.TrueAsync(() => running.IsCompleted, _clock, TimeSpan.FromMilliseconds(500));
        await running;
        Assert.Equal(12, tries.Count);
        Assert.All(tries.Zip(tries.Skip(1), (one, next) => next - one), pause => Assert.InRange(pause.TotalSeconds, 10, 13.1));
    }

    [Fact]
    public async Task A_lost_answer_does_not_make_a_second_event()
    {
        var isLost = true;
        Store.Answer = _ => isLost && !(isLost = false) ? new HttpRequestException("reset") : null;
        var (publisher, running) = Start();
        publisher.Publish(Record("Once"));
        publisher.Complete();
        await Eventually.TrueAsync(() => running.IsCompleted, _clock, TimeSpan.FromSeconds(1));
        Assert.Single(await PublishedAsync());
        Assert.False(isLost);
    }

    [Fact]
    public async Task A_refused_event_does_not_hold_up_the_next()
    {
        var refused = false;
        Store.Fault = verb =>
            verb == "create" && !refused && (refused = true) ? FakeStore.Status(HttpStatusCode.Forbidden, "Forbidden", "no") : null;
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        manager.Events("tester").Normal(Make.Pod("p"), "First", "refused");
        await Eventually.TrueAsync(() => refused);
        manager.Events("tester").Normal(Make.Pod("p"), "Second", "taken");
        await running.StopAsync();
        Assert.Equal("Second", Assert.Single(await PublishedAsync()).Reason);
    }

    [Fact]
    public async Task An_event_that_expired_is_created_again_with_its_count()
    {
        var (publisher, running) = Start();
        await SayAsync(publisher, writes: 1);
        Store.Delete(Store.Writes[0].Key);
        publisher.Publish(Record("Again"));
        publisher.Complete();
        await running;
        Assert.Equal(2, Assert.Single(await PublishedAsync()).Series.Count);
    }

    [Fact]
    public async Task Events_of_a_stop_still_leave()
    {
        var manager = new ControllerManager(_cluster);
        manager.AddRunnable(
            async stop =>
            {
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                manager.Events("tester").Normal(Make.Pod("p"), "Stopping", "bye");
            },
            RunnableGroup.Servers);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        await running.StopAsync();
        Assert.Equal("Stopping", Assert.Single(await PublishedAsync()).Reason);
    }

    private static EventRecord Record(string reason, string note = "note") =>
        new("tester", new V1ObjectReference { Kind = "Pod", Name = "p", NamespaceProperty = "ns" }, null, "Normal", reason, reason, note, default);

    private (Stamped Publisher, Task Running) Start()
    {
        var publisher = new EventPublisher(_cluster, _clock, NullLogger.Instance);
        return (new Stamped(publisher, _clock), publisher.RunAsync(Token));
    }

    private async Task SayAsync(Stamped publisher, int writes)
    {
        publisher.Publish(Record("Again"));
        await Eventually.TrueAsync(() => Store.Writes.Count == writes);
    }

    private async Task<IReadOnlyList<Eventsv1Event>> PublishedAsync() => (await _cluster.Resource(_events).ListAsync(null, null, Token)).Items;

    /// <summary>Gives records the time of the clock, as the recorder does.</summary>
    private sealed class Stamped(EventPublisher publisher, FakeTimeProvider clock)
    {
        public void Publish(EventRecord record) => publisher.Publish(record with { Time = clock.GetUtcNow().UtcDateTime });

        public int Waiting => publisher.Waiting;

        public void Complete() => publisher.Complete();
    }
}
