using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ObservabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_counted_and_measured_under_client_gos_names()
    {
        const string Host = "metrics.example:81";
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Operon.Kubernetes")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        void Note(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).ToArray();
            if (labels.Any(tag => tag is { Key: "host", Value: Host }))
            {
                seen.Enqueue($"{instrument.Name}{{{string.Join(',', labels.Where(tag => tag.Key != "host").Select(tag => $"{tag.Key}={tag.Value}"))}}} {value}");
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, $"{value}", tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, instrument.Unit == "s" ? (value >= 0 ? "time" : "negative") : $"{value}", tags));
        listener.Start();

        using var server = new ScriptedServer((_, count) =>
        {
            if (count == 1)
            {
                var busy = ScriptedServer.Json("", HttpStatusCode.TooManyRequests);
                busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
                return busy;
            }

            return count == 2 ? ScriptedServer.Json("""{"metadata":{}}""") : throw new HttpRequestException("cut");
        });
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        await using var client = server.Client(options => options with { Server = new Uri($"http://{Host}"), RateLimiter = limiter });
        await client.Resource(ResourceKinds.ConfigMap).PatchAsync("ns", "a", Patch.Merge(new System.Text.Json.Nodes.JsonObject()), Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource(ResourceKinds.ConfigMap).GetAsync("ns", "a", Token));

        Assert.Equal(
            [
                "rest_client_rate_limiter_duration_seconds{verb=PATCH} time",
                "rest_client_requests_total{code=429,method=PATCH} 1",
                "rest_client_request_duration_seconds{verb=PATCH} time",
                "rest_client_request_size_bytes{verb=PATCH} 2",
                "rest_client_request_retries_total{code=429,verb=PATCH} 1",
                "rest_client_rate_limiter_duration_seconds{verb=PATCH} time",
                "rest_client_requests_total{code=200,method=PATCH} 1",
                "rest_client_request_duration_seconds{verb=PATCH} time",
                "rest_client_request_size_bytes{verb=PATCH} 2",
                "rest_client_response_size_bytes{verb=PATCH} 15",
                "rest_client_rate_limiter_duration_seconds{verb=GET} time",
                "rest_client_requests_total{code=<error>,method=GET} 1",
                "rest_client_request_duration_seconds{verb=GET} time",
            ],
            seen);
    }

    [Fact]
    public async Task Each_call_is_one_client_span_that_says_what_it_addressed_and_how_it_ended()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen("traces.example", spans);
        using var server = new ScriptedServer((_, count) =>
        {
            if (count == 1)
            {
                var busy = ScriptedServer.Json("", HttpStatusCode.TooManyRequests);
                busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
                return busy;
            }

            return count == 3 ? ScriptedServer.Json("", HttpStatusCode.NotFound) : ScriptedServer.Json("""{"metadata":{},"items":[]}""");
        });
        await using var client = server.Client(options => options with { Server = new Uri("http://traces.example:82") });
        using var parent = new Activity("reconcile").Start();
        await client.Resource(ResourceKinds.Deployment).ApplyAsync(
            new V1Deployment { Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "ns" } }, new WriteOptions { FieldManager = "m" }, Token, subresource: "status");
        await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token));
        await client.Resource(ResourceKinds.Pod).ListAsync(null, null, Token);

        Assert.Equal(
            [
                "PATCH /apis/apps/v1/namespaces/{namespace}/deployments/{name}/status: http.request.method=PATCH http.request.resend_count=1 http.response.status_code=200 k8s.namespace.name=ns k8s.object.name=web k8s.resource.group=apps k8s.resource.name=deployments k8s.resource.version=v1 k8s.subresource=status k8s.verb=apply server.address=traces.example server.port=82 url.path=/apis/apps/v1/namespaces/ns/deployments/web/status url.template=/apis/apps/v1/namespaces/{namespace}/deployments/{name}/status Unset",
                "GET /api/v1/nodes/{name}: error.type=404 http.request.method=GET http.response.status_code=404 k8s.object.name=n k8s.resource.group= k8s.resource.name=nodes k8s.resource.version=v1 k8s.verb=get server.address=traces.example server.port=82 url.path=/api/v1/nodes/n url.template=/api/v1/nodes/{name} Error",
                "GET /api/v1/pods: http.request.method=GET http.response.status_code=200 k8s.resource.group= k8s.resource.name=pods k8s.resource.version=v1 k8s.verb=list server.address=traces.example server.port=82 url.path=/api/v1/pods url.template=/api/v1/pods Unset",
            ],
            spans.Select(span => $"{span.OperationName}: {string.Join(' ', span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))} {span.Status}"));
        Assert.All(spans, span => Assert.Equal((ActivityKind.Client, parent.SpanId), (span.Kind, span.ParentSpanId)));
    }

    [Fact]
    public async Task A_call_that_gets_no_answer_ends_its_span_with_the_error()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen("broken.example", spans);
        using var server = new ScriptedServer((_, _) => throw new HttpRequestException("cut"));
        await using var client = server.Client(options => options with { Server = new Uri("http://broken.example") });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token));
        var span = spans.Single();
        Assert.Equal((ActivityStatusCode.Error, "System.Net.Http.HttpRequestException"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task The_servers_own_span_can_join_the_trace()
    {
        await using var server = await HttpsServer.StartAsync();
        await using var client = KubernetesClient.Create(server.Options());
        using var parent = new Activity("reconcile").SetIdFormat(ActivityIdFormat.W3C).Start();
        await client.Resource(ResourceKinds.Node).GetAsync(null, "n", Token);
        Assert.Contains(parent.TraceId.ToHexString(), server.Requests.Single().Header("traceparent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/ns/pods?watch=true", "watch", "", "pods", "ns", null, null, "/api/v1/namespaces/{namespace}/pods")]
    [InlineData("GET", "/api/v1/namespaces/ns", "get", "", "namespaces", null, "ns", null, "/api/v1/namespaces/{name}")]
    [InlineData("PUT", "/api/v1/namespaces/ns/finalize", "update", "", "namespaces", null, "ns", "finalize", "/api/v1/namespaces/{name}/finalize")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/ns/deployments", "deletecollection", "apps", "deployments", "ns", null, null, "/apis/apps/v1/namespaces/{namespace}/deployments")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/ns/deployments/web", "delete", "apps", "deployments", "ns", "web", null, "/apis/apps/v1/namespaces/{namespace}/deployments/{name}")]
    [InlineData("POST", "/prefix/api/v1/namespaces/ns/pods/a%20b/eviction", "create", "", "pods", "ns", "a b", "eviction", "/api/v1/namespaces/{namespace}/pods/{name}/eviction")]
    [InlineData("GET", "/version", "get", null, null, null, null, null, "/version")]
    [InlineData("GET", "/apis/apps/v1", "get", null, null, null, null, null, "/apis/apps/v1")]
    public void A_path_is_read_as_the_server_reads_it(
        string method, string path, string verb, string? group, string? resource, string? namespaceName, string? name, string? subresource, string template)
    {
        var target = RequestTarget.Parse(new HttpMethod(method), path, isApply: false);
        Assert.Equal((verb, group, resource, namespaceName, name, subresource), (target.Verb, target.Group, target.Resource, target.Namespace, target.Name, target.Subresource));
        Assert.EndsWith(template, target.Template, StringComparison.Ordinal);
    }

    private static ActivityListener Listen(string host, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Operon.Kubernetes",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("server.address") is string address && address == host)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
