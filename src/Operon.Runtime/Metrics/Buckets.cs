using System.Diagnostics.Metrics;

namespace Operon.Runtime;

/// <summary>Upper bounds of histogram buckets, as dashboards made for controller-runtime expect them.</summary>
internal static class Buckets
{
    /// <summary>5 ms to 60 s in 40 steps: the time of a reconcile.</summary>
    public static InstrumentAdvice<double> Reconcile { get; } = new()
    {
        HistogramBucketBoundaries =
        [
            0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5,
            1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
        ],
    };

    /// <summary>10 ns to 1000 s in powers of ten: time in and around a queue.</summary>
    public static InstrumentAdvice<double> Queue { get; } = new()
    {
        HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 1, 10, 100, 1000],
    };

    /// <summary>100 µs to 60 s: how far the runtime is behind the cluster.</summary>
    public static InstrumentAdvice<double> Lag { get; } = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };
}
