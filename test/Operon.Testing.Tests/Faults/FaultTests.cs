using System.Net;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Faults;

public sealed class FaultTests
{
    [Theory]
    [InlineData(409, "Conflict")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_refusal_has_the_reason_of_its_code_and_hits_only_what_it_names(int code, string reason)
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a"), Cancel);
        using var fault = cluster.Faults.Add(Fault.On(Verb.Create, "configmaps").InNamespace("default").Named("b").Times(1).Respond(code));
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);

        await maps.CreateAsync(ConfigMap("c"), Cancel);
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => maps.CreateAsync(ConfigMap("b"), Cancel));
        Assert.Equal((code, reason), ((int)error.Code, error.Reason));

        await maps.CreateAsync(ConfigMap("b"), Cancel);
        Assert.Equal(1, fault.Fired);
        Assert.Equal("b", Assert.Single(cluster.Faults.Log).Request.Name);
    }

    [Fact]
    public async Task Too_many_requests_carries_the_time_to_wait()
    {
        await using var cluster = await StartAsync();
        using var fault = cluster.Faults.Add(Fault.On(Verb.List, "configmaps").Respond(429, retryAfter: TimeSpan.FromSeconds(7)));
        await using var client = KubernetesClient.Create(cluster.ClientOptionsFor("a", "system:masters") with { MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, Cancel));

        Assert.Equal(HttpStatusCode.TooManyRequests, error.Code);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Fact]
    public async Task A_cut_before_the_write_leaves_nothing_and_a_cut_after_it_leaves_the_object()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Create, "configmaps").Named("before").CutBefore());
        cluster.Faults.Add(Fault.On(Verb.Create, "configmaps").Named("after").CutAfter());
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);

        await Assert.ThrowsAsync<HttpRequestException>(() => maps.CreateAsync(ConfigMap("before"), Cancel));
        await Assert.ThrowsAsync<HttpRequestException>(() => maps.CreateAsync(ConfigMap("after"), Cancel));

        var left = await cluster.Observer.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, Cancel);
        Assert.Equal("after", Assert.Single(left.Items).Metadata.Name);
    }

    [Fact]
    public async Task An_answer_can_break_in_the_middle()
    {
        await using var cluster = await StartAsync();
        using var fault = cluster.Faults.Add(Fault.On(Verb.List, "configmaps").Times(1).CutInTheMiddle());

        await Assert.ThrowsAsync<HttpRequestException>(() => ReadMapsAsync(cluster));

        Assert.Equal(0, await ReadMapsAsync(cluster));
    }

    [Fact]
    public async Task A_request_that_is_never_answered_ends_when_the_client_gives_up_or_the_fault_is_taken_back()
    {
        await using var cluster = await StartAsync();
        var fault = cluster.Faults.Add(Fault.On(Verb.List, "configmaps").NeverAnswer());
        using var patience = new CancellationTokenSource();
        var impatient = cluster.Client.Resource(ResourceKinds.ConfigMap).ListAsync("default", null, patience.Token);
        await fault.WaitAsync(cancellationToken: Cancel);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        var patient = ReadMapsAsync(cluster);
        await fault.WaitAsync(2, cancellationToken: Cancel);
        fault.Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(() => patient);
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_write()
    {
        await using var cluster = await StartAsync();
        var fault = cluster.Faults.Add(Fault.On(Verb.Create, "configmaps").LoseAnswer());
        var creating = cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a"), Cancel);

        await cluster.EventuallyAsync(ResourceKinds.ConfigMap, "default", "a", _ => true, cancellationToken: Cancel);
        Assert.False(creating.IsCompleted);
        fault.Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(() => creating);
    }

    [Fact]
    public async Task Pages_after_the_first_can_expire()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a"), Cancel);
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("b"), Cancel);
        cluster.Faults.Add(Fault.On(Verb.List, "configmaps").ExpireContinue());
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);

        var first = await maps.ListAsync("default", new ListOptions { Limit = 1 }, Cancel);
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => maps.ListAsync("default", new ListOptions { Limit = 1, Continue = first.Continue }, Cancel));

        Assert.True(error.IsExpired);
    }

    [Fact]
    public async Task Chance_repeats_itself_with_the_same_seed()
    {
        Assert.Equal(await PatternAsync(7), await PatternAsync(7));

        static async Task<string> PatternAsync(int seed)
        {
            await using var cluster = await StartAsync(new() { Seed = seed });
            cluster.Faults.Add(Fault.On(Verb.List, "configmaps").WithProbability(0.5).Respond(500));
            var pattern = "";
            for (var i = 0; i < 16; i++)
            {
                try
                {
                    await ReadMapsAsync(cluster);
                    pattern += "+";
                }
                catch (KubernetesApiException)
                {
                    pattern += "-";
                }
            }

            return pattern;
        }
    }

    [Fact]
    public async Task A_fault_that_does_not_say_what_goes_wrong_is_refused()
    {
        await using var cluster = await StartAsync();

        Assert.Throws<ArgumentException>(() => cluster.Faults.Add(Fault.On(Verb.Get, "pods").Times(3)));
    }

    [Fact]
    public async Task A_held_watch_cache_serves_the_old_state_to_those_who_accept_any_and_the_new_one_to_those_who_do_not()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("a", "old"), Cancel);
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var hold = cluster.Faults.HoldWatchCache("configmaps");
        var old = await maps.ListAsync("default", new ListOptions { ResourceVersion = "0" }, Cancel);
        await using var watch = maps.WatchAsync("default", new WatchOptions { ResourceVersion = old.ResourceVersion }, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync().AsTask();

        await cluster.Observer.Resource(ResourceKinds.ConfigMap).PatchAsync("default", "a", Patch.Merge(new System.Text.Json.Nodes.JsonObject { ["data"] = new System.Text.Json.Nodes.JsonObject { ["value"] = "new" } }), Cancel);

        Assert.Equal("old", Assert.Single((await maps.ListAsync("default", new ListOptions { ResourceVersion = "0" }, Cancel)).Items).Data["value"]);
        Assert.Equal("new", Assert.Single((await maps.ListAsync("default", null, Cancel)).Items).Data["value"]);
        Assert.False(next.IsCompleted);
        hold.Dispose();
        Assert.True(await next);
        Assert.Equal("new", watch.Current.Object.Data["value"]);
    }
}
