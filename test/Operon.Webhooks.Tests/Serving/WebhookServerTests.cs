using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class WebhookServerTests
{
    private const string Path = "/mutate-cache-example-com-v1-memcached";

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_a_review_and_the_next_request_goes_well()
    {
        await using var webhooks = await StartAsync(options => options with { MaxBodyBytes = 100_000 });
        var status = (await webhooks.SendAsync(Path, new string(' ', 100_001)))!["response"]!["status"]!;
        Assert.Equal((413, "request entity is too large; limit is 100000 bytes"), ((int)status["code"]!, (string?)status["message"]));
        Assert.True((bool)(await webhooks.PostAsync(Path, Create("{metadata: {}, spec: {}}")))["response"]!["allowed"]!);
    }

    [Fact]
    public async Task Bodies_of_7_MiB_are_read_by_default()
    {
        await using var webhooks = await StartAsync();
        var large = Create("{metadata: {}, spec: {}}");
        large["request"]!["object"]!["padding"] = new string('x', 6_900_000);
        Assert.True((bool)(await webhooks.PostAsync(Path, large))["response"]!["allowed"]!);
        large["request"]!["object"]!["padding"] = new string('x', 7_400_000);
        Assert.Equal(413, (int)(await webhooks.PostAsync(Path, large))["response"]!["status"]!["code"]!);
    }

    [Theory]
    [InlineData("{}", "text/plain", 415, "contentType=text/plain, expected application/json")]
    [InlineData("", "application/json", 400, "request body is empty")]
    [InlineData("[]", "application/json", 400, "the body is no JSON object")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v2","kind":"AdmissionReview"}""", "application/json", 400, "expected a AdmissionReview of admission.k8s.io/v1 or admission.k8s.io/v1beta1, got apiVersion \"admission.k8s.io/v2\", kind \"AdmissionReview\"")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}""", "application/json", 400, "request is missing")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"kind":{},"resource":{},"operation":"CREATE"}}""", "application/json", 400, "request.uid is missing")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","kind":{},"resource":{},"operation":"PATCH"}}""", "application/json", 400, "request.operation is \"PATCH\"; there are CREATE, UPDATE, DELETE and CONNECT")]
    public async Task What_is_no_review_is_refused_in_a_review(string body, string mediaType, int code, string message)
    {
        await using var webhooks = await StartAsync();
        var response = (await webhooks.SendAsync(Path, body, mediaType))!["response"]!;
        Assert.False((bool)response["allowed"]!);
        Assert.Equal((code, message), ((int)response["status"]!["code"]!, (string?)response["status"]!["message"]));
    }

    [Fact]
    public async Task A_content_type_with_parameters_is_JSON_all_the_same()
    {
        await using var webhooks = await StartAsync();
        Assert.True((bool)(await webhooks.SendAsync(Path, Create("{metadata: {}, spec: {}}").ToJsonString(), "application/json; charset=utf-8"))!["response"]!["allowed"]!);
    }

    [Fact]
    public async Task Other_paths_and_methods_are_told_what_there_is()
    {
        await using var webhooks = await StartAsync();
        using var unknown = await webhooks.Http.GetAsync(new Uri("/other", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains(Path, await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var get = await webhooks.Http.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task A_bug_in_a_handler_is_one_refusal_and_counted()
    {
        using var metrics = new Measurements();
        await using var webhooks = await StartAsync();
        var status = (await webhooks.PostAsync(Path, Create("{metadata: {}, spec: {image: explode}}")))["response"]!["status"]!;
        Assert.Equal((500, "InternalError"), ((int)status["code"]!, (string?)status["reason"]));
        Assert.DoesNotContain("a bug", (string?)status["message"], StringComparison.Ordinal);
        Assert.Contains("Memcached default/main with KeyNotFoundException", (string?)status["message"], StringComparison.Ordinal);
        Assert.Contains(metrics.All, one => one.Name == "controller_runtime_webhook_panics_total" && one.Value == 1);
        Assert.True((bool)(await webhooks.PostAsync(Path, Create("{metadata: {}, spec: {}}")))["response"]!["allowed"]!);
    }

    [Fact]
    public async Task Requests_are_counted_and_timed_by_path()
    {
        const string Own = "/measured";
        using var metrics = new Measurements();
        await using var webhooks = await RunningWebhooks.StartAsync(new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook(), Own));
        await webhooks.PostAsync(Own, Create("{metadata: {}, spec: {}}"));
        await metrics.WaitForAsync("controller_runtime_webhook_requests_total", Own);
        var own = metrics.All.Where(one => one.Tags.Contains(KeyValuePair.Create<string, object?>("webhook", Own))).ToArray();
        Assert.Contains(own, one => one is { Name: "controller_runtime_webhook_requests_total", Value: 1 } && one.Tags.Contains(KeyValuePair.Create<string, object?>("code", "200")));
        Assert.Single(own, one => one.Name == "controller_runtime_webhook_latency_seconds");
        Assert.Equal(0, own.Where(one => one.Name == "controller_runtime_webhook_requests_in_flight").Sum(one => one.Value));
    }

    [Fact]
    public async Task A_request_is_a_span_under_that_of_the_API_server()
    {
        const string Own = "/traced";
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Operon.Webhooks",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var webhooks = await RunningWebhooks.StartAsync(new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook(), Own));
        webhooks.Http.DefaultRequestHeaders.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        await webhooks.PostAsync(Own, Create("{metadata: {}, spec: {}}"));
        await Wait.ForAsync(() =>
        {
            lock (spans)
            {
                return spans.Any(span => span.DisplayName == $"webhook {Own}");
            }
        });
        var span = spans.Single(one => one.DisplayName == $"webhook {Own}");
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", span.TraceId.ToHexString());
        Assert.Equal("Memcached", span.GetTagItem("k8s.kind"));
        Assert.Equal(true, span.GetTagItem("admission.allowed"));
    }

    [Fact]
    public async Task HTTP_2_is_off_unless_asked_for()
    {
        await using var without = await StartAsync();
        Assert.Equal(HttpVersion.Version11, await VersionAsync(without));
        await using var with = await StartAsync(options => options with { Http2 = true });
        Assert.Equal(HttpVersion.Version20, await VersionAsync(with));

        static async Task<Version> VersionAsync(RunningWebhooks webhooks)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, webhooks.Url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
            using var response = await webhooks.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.Version;
        }
    }

    [Fact]
    public async Task With_client_authorities_others_are_not_let_in()
    {
        var authority = KeyedCertificate.NewAuthority(TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        await using var webhooks = await StartAsync(options => options with { ClientAuthoritiesPem = authority.CertificatePem });
        await Assert.ThrowsAsync<HttpRequestException>(() => webhooks.PostAsync(Path, Create("{metadata: {}, spec: {}}")));
    }

    [Theory]
    [InlineData("convert")]
    [InlineData("/convert")]
    [InlineData("/a?b")]
    public void A_path_that_cannot_be_one_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook(), path));

    private static Task<RunningWebhooks> StartAsync(Func<WebhookServerOptions, WebhookServerOptions>? change = null) =>
        RunningWebhooks.StartAsync(new WebhookSet().AddDefaulter(Memcached.Resource, new MemcachedWebhook()), change);

    private static JsonObject Create(string resource) => Reviews.Admission(Memcached.Resource.Type, "CREATE", resource);
}
