using System.Net;
using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class RetryTests
{
    private const string Answer = """{"metadata":{"name":"a","namespace":"ns"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_server_that_did_nothing_gets_any_request_again(HttpStatusCode code)
    {
        using var server = new ScriptedServer((_, count) => count % 2 == 1 ? Refusal(code, TimeSpan.Zero) : ScriptedServer.Json(Answer));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);
        await pods.CreateAsync(Pod(), Token);
        await pods.PatchAsync("ns", "a", Patch.Json([]), Token);
        await pods.DeleteAsync("ns", "a", Token);
        Assert.Equal(["POST", "POST", "PATCH", "PATCH", "DELETE", "DELETE"], server.Requests.Select(request => request.Method));
        Assert.Equal(server.Requests.ElementAt(0), server.Requests.ElementAt(1));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_request_that_may_have_been_carried_out_is_repeated_only_when_that_does_no_harm(HttpStatusCode code)
    {
        var answers = 0;
        using var server = new ScriptedServer((_, _) => answers++ % 2 == 0 ? Refusal(code, TimeSpan.Zero) : ScriptedServer.Json(Answer));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);
        await pods.GetAsync("ns", "a", Token);
        await pods.UpdateAsync(Pod(), Token);
        await pods.ApplyAsync(Pod(), new WriteOptions { FieldManager = "m" }, Token);
        await pods.DeleteAsync("ns", "a", Token);
        Assert.Equal(8, server.Requests.Count);

        await Assert.ThrowsAsync<KubernetesApiException>(() => pods.CreateAsync(Pod(), Token));
        answers = 0;
        await Assert.ThrowsAsync<KubernetesApiException>(() => pods.PatchAsync("ns", "a", Patch.Json([]), Token));
        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public async Task Without_a_word_from_the_server_nothing_is_repeated()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("", HttpStatusCode.ServiceUnavailable));
        await using var client = server.Client();
        await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_wait_is_the_one_the_server_asks_for()
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer((_, count) => count == 1 ? Refusal(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7)) : ScriptedServer.Json(Answer));
        await using var client = server.Client(options => options with { TimeProvider = time });
        var call = client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(call.IsCompleted);
        Assert.Single(server.Requests);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await call;
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_beyond_the_request_timeout_is_not_begun_and_the_server_is_quoted_instead()
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer((_, _) => Refusal(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)));
        await using var client = server.Client(options => options with { TimeProvider = time, RequestTimeout = TimeSpan.FromSeconds(5) });
        var call = client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => call)).IsTooManyRequests);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task By_default_nothing_limits_the_rate()
    {
        // A limit such as client-go's 5 per second would take a fake clock that never moves for ever.
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Answer));
        await using var client = server.Client(options => options with { TimeProvider = time });
        for (var i = 0; i < 1000; i++)
        {
            await client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token);
        }

        Assert.Equal(1000, server.Requests.Count);
    }

    [Fact]
    public async Task A_limiter_takes_one_permit_for_each_request_and_a_full_queue_sends_nothing()
    {
        await using var limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2,
            TokensPerPeriod = 2,
            ReplenishmentPeriod = TimeSpan.FromHours(1),
            AutoReplenishment = false,
            QueueLimit = 1,
        });
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(Answer));
        await using var client = server.Client(options => options with { RateLimiter = limiter });
        var pods = client.Resource(ResourceKinds.Pod);
        await pods.GetAsync("ns", "a", Token);
        await pods.GetAsync("ns", "a", Token);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = pods.GetAsync("ns", "a", given.Token);
        Assert.False(waiting.IsCompleted);
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => pods.GetAsync("ns", "b", Token));
        Assert.Contains("rate limiter", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static V1Pod Pod() => new() { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns" } };

    private static HttpResponseMessage Refusal(HttpStatusCode code, TimeSpan wait)
    {
        var response = ScriptedServer.Json("busy", code);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(wait);
        return response;
    }
}
