using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

/// <summary>An operator that succeeds, fails, gives up, times out and stumbles, seen through its endpoints and traces.</summary>
public sealed class ObservedOperatorTests(TestServer cluster)
{
    private static readonly string[] _names =
    [
        "controller_runtime_reconcile_total", "controller_runtime_reconcile_errors_total", "controller_runtime_terminal_reconcile_errors_total",
        "controller_runtime_reconcile_panics_total", "controller_runtime_reconcile_timeouts_total", "controller_runtime_reconcile_time_seconds_bucket",
        "controller_runtime_max_concurrent_reconciles", "controller_runtime_active_workers",
        "workqueue_depth", "workqueue_adds_total", "workqueue_retries_total", "workqueue_queue_duration_seconds_bucket",
        "workqueue_work_duration_seconds_bucket", "workqueue_unfinished_work_seconds", "workqueue_longest_running_processor_seconds",
        "rest_client_requests_total", "rest_client_request_duration_seconds_bucket", "rest_client_request_size_bytes_bucket", "rest_client_response_size_bytes_bucket",
        "leader_election_master_status",
        "operon_cache_objects", "operon_cache_bytes", "operon_cache_memory_bytes", "operon_cache_lists_total", "operon_watch_silence_seconds", "operon_watch_lag_seconds_bucket", "operon_write_to_reconcile_seconds_bucket",
        "process_cpu_seconds_total", "process_resident_memory_bytes", "dotnet_gc_collections_total",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_dashboards_know_is_served_by_a_running_operator()
    {
        var builder = await BuilderAsync("metrics");
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(builder, "good", "bad", "hopeless", "slow", "panic");
        await Eventually.TrueAsync(async () => (await Web.GetAsync(host.MetricsUrl!, "/metrics")).Text.Contains("\ncontroller_runtime_reconcile_total{controller=\"metrics\"", StringComparison.Ordinal));

        // The caches may have listed all of those: only what is written from now on is news to a watch.
        await CreateAsync(builder, "late");
        var missing = _names;
        await Eventually.TrueAsync(
            async () =>
            {
                var (_, text) = await Web.GetAsync(host.MetricsUrl!, "/metrics");
                missing = [.. _names.Where(name => !text.Contains($"\n{name}{{", StringComparison.Ordinal) && !text.Contains($"\n{name} ", StringComparison.Ordinal))];
                return missing.Length == 0;
            },
            () => $"missing: {string.Join(", ", missing)}");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_debug_page_tells_why_an_object_was_reconciled_when_how_long_and_what_was_written()
    {
        var builder = await BuilderAsync("debug");
        var home = builder.Options.Namespaces[0];
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(builder, "good", "hopeless");

        JsonArray recent = [];
        await Eventually.TrueAsync(async () =>
        {
            var (_, text) = await Web.GetAsync(host.MetricsUrl!, $"/debug/operon?format=json&object={home}/good&controller=debug");
            var controller = JsonNode.Parse(text)!["clusters"]![0]!["controllers"]!.AsArray().Single()!;
            recent = controller["recent"]!.AsArray();
            return recent.Count > 0;
        });
        var first = recent[^1]!;
        Assert.Equal($"{home}/good", (string?)first["key"]);
        Assert.Matches("^(Added|Initial)", (string?)first["cause"]);
        Assert.Equal("Success", (string?)first["outcome"]);
        Assert.Contains(first["writes"]!.AsArray(), write => ((string)write!).StartsWith($"apply secrets {home}/good", StringComparison.Ordinal));
        Assert.True((double)first["seconds"]! > 0);

        var (_, all) = await Web.GetAsync(host.MetricsUrl!, "/debug/operon?format=json");
        var caches = JsonNode.Parse(all)!["clusters"]![0]!["caches"]!.AsArray();
        Assert.Contains(caches, cache => (string?)cache!["resource"] == "configmaps" && (int)cache["objects"]! >= 2 && (long)cache["bytes"]! > 0);

        var page = "";
        await Eventually.TrueAsync(async () => (page = (await Web.GetAsync(host.MetricsUrl!, "/debug/operon")).Text).Contains("TerminalError", StringComparison.Ordinal), () => page);
        Assert.Contains("&lt;hopeless&gt;", page, StringComparison.Ordinal);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_trace_joins_cause_queue_wait_reconcile_and_API_calls()
    {
        var spans = new Spans();
        var builder = await BuilderAsync("traces");
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces.AddSource("Operon.*").AddProcessor(spans));
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(builder, "good");
        await Eventually.TrueAsync(() => spans.Ended.Any(IsOurs));
        var reconcile = spans.Ended.First(IsOurs);
        Assert.NotNull(reconcile.GetTagItem("operon.cause"));
        Assert.NotNull(reconcile.GetTagItem("operon.queue_wait_seconds"));
        Assert.Equal("good", reconcile.GetTagItem("k8s.object.name"));
        var call = Assert.Single(spans.Ended, span => span.ParentSpanId == reconcile.SpanId);
        Assert.Equal(("Operon.Kubernetes", "apply", "secrets"), (call.Source.Name, (string?)call.GetTagItem("k8s.verb"), (string?)call.GetTagItem("k8s.resource.name")));
        Assert.Equal(reconcile.TraceId, call.TraceId);
        await host.StopAsync(Cancellation);

        bool IsOurs(Activity span) => span.OperationName == "reconcile traces" && (string?)span.GetTagItem("k8s.namespace.name") == builder.Options.Namespaces[0];
    }

    private async Task<OperatorHostBuilder> BuilderAsync(string controller)
    {
        var home = await cluster.NewNamespaceAsync();
        var builder = OperatorHost.CreateBuilder(["--log-level", "None", "--metrics-address", "127.0.0.1:0", "--health-address", "0", "--leader-election", "--lease-namespace", home, "--namespaces", home]);
        builder.Options.Name = controller;
        builder.ConnectBy(_ => cluster.Connection);
        builder.AddController(
            controller,
            ResourceKinds.ConfigMap,
            async (map, context, cancellation) =>
            {
                switch (map.Metadata.Name)
                {
                    case "bad":
                        throw new InvalidOperationException("It does not work.");
                    case "hopeless":
                        throw new TerminalException("It never works: <hopeless>.");
                    case "panic":
                        throw new InvalidCastException("A bug.");
                    case "slow":
                        await Task.Delay(Timeout.Infinite, cancellation);
                        break;
                    case "good":
                        await context.ApplyOwnedAsync(map, ResourceKinds.Secret, new V1Secret { Metadata = new V1ObjectMeta { Name = "good" } });
                        break;
                }

                return ReconcileResult.Done;
            },
            description => description.WithConcurrency(4).WithReconcileTimeout(TimeSpan.FromMilliseconds(500)));
        return builder;
    }

    private async Task CreateAsync(OperatorHostBuilder builder, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(
                new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = builder.Options.Namespaces[0] } }, Cancellation);
        }
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = [];

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
    }
}
