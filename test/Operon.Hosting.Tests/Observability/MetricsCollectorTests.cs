using System.Diagnostics.Metrics;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly Meter _meter = new($"Test.{Guid.NewGuid():N}");
    private readonly MetricsCollector _collector;

    public MetricsCollectorTests() => _collector = new MetricsCollector(name => name == _meter.Name);

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_per_set_of_labels_whatever_their_order()
    {
        var counter = _meter.CreateCounter<long>("things_total", null, "Things.");
        counter.Add(2, new("kind", "a"), new("result", "ok"));
        counter.Add(3, new("result", "ok"), new("kind", "a"));
        counter.Add(1, new("kind", "b"), new("result", "ok"));
        Assert.Equal(
            """
            # HELP things_total Things.
            # TYPE things_total counter
            things_total{kind="a",result="ok"} 5
            things_total{kind="b",result="ok"} 1

            """,
            _collector.Render(isOpenMetrics: false));
    }

    [Fact]
    public void A_histogram_counts_into_the_buckets_its_instrument_advises_with_inclusive_bounds()
    {
        var histogram = _meter.CreateHistogram("wait_seconds", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(7);
        Assert.Equal(
            """
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.1"} 1
            wait_seconds_bucket{le="1"} 2
            wait_seconds_bucket{le="+Inf"} 3
            wait_seconds_sum 7.6
            wait_seconds_count 3

            """,
            _collector.Render(isOpenMetrics: false));
    }

    [Fact]
    public void Up_down_counters_add_and_gauges_replace()
    {
        var depth = _meter.CreateUpDownCounter<int>("depth");
        var level = _meter.CreateGauge<double>("level");
        depth.Add(5);
        depth.Add(-2);
        level.Record(5);
        level.Record(2.5);
        Assert.Equal("# TYPE depth gauge\ndepth 3\n# TYPE level gauge\nlevel 2.5\n", _collector.Render(isOpenMetrics: false));
    }

    [Fact]
    public void What_an_observed_instrument_no_longer_tells_is_no_longer_shown()
    {
        string[] caches = ["a", "b"];
        _meter.CreateObservableGauge("objects", () => caches.Select(cache => new Measurement<int>(1, new KeyValuePair<string, object?>("cache", cache))));
        Assert.Contains("objects{cache=\"b\"} 1\n", _collector.Render(isOpenMetrics: false), StringComparison.Ordinal);
        caches = ["a"];
        Assert.Equal("# TYPE objects gauge\nobjects{cache=\"a\"} 1\n", _collector.Render(isOpenMetrics: false));
    }

    [Fact]
    public void Label_values_and_help_are_escaped()
    {
        _meter.CreateCounter<int>("odd_total", null, "Two\nlines \\ one").Add(1, new KeyValuePair<string, object?>("text", "a\"b\\c\nd"));
        var text = _collector.Render(isOpenMetrics: false);
        Assert.Contains("# HELP odd_total Two\\nlines \\\\ one\n", text, StringComparison.Ordinal);
        Assert.Contains("odd_total{text=\"a\\\"b\\\\c\\nd\"} 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet.gc.pause.time", "s", true, "dotnet_gc_pause_time_seconds_total")]
    [InlineData("dotnet.process.memory.working_set", "By", false, "dotnet_process_memory_working_set_bytes")]
    [InlineData("dotnet.exceptions", "{exception}", true, "dotnet_exceptions_total")]
    [InlineData("workqueue_depth", null, false, "workqueue_depth")]
    [InlineData("etcd_operator_controller_clusters_created", null, true, "etcd_operator_controller_clusters_created")]
    [InlineData("1st.thing", null, false, "_1st_thing")]
    public void Dotted_names_follow_OpenTelemetry_and_others_stay(string name, string? unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, isCounter ? MetricType.Counter : MetricType.Gauge));

    [Fact]
    public void OpenMetrics_names_counters_without_their_suffix_and_ends_with_a_mark()
    {
        _meter.CreateCounter<int>("done_total").Add(1);
        Assert.Equal("# TYPE done counter\ndone_total 1\n# EOF\n", _collector.Render(isOpenMetrics: true));
    }

    [Fact]
    public void A_known_series_is_measured_without_allocating()
    {
        var counter = _meter.CreateCounter<long>("hot_total");
        var (one, two) = (new KeyValuePair<string, object?>("controller", "a"), new KeyValuePair<string, object?>("result", "success"));
        counter.Add(1, one, two);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, one, two);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Concurrent_measurements_are_all_counted()
    {
        var counter = _meter.CreateCounter<long>("busy_total");
        Parallel.For(0, 10_000, i => counter.Add(1, new KeyValuePair<string, object?>("shard", i % 7)));
        var total = _collector.Render(isOpenMetrics: false).Split('\n').Where(line => line.StartsWith("busy_total{", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(10_000, total);
    }
}
