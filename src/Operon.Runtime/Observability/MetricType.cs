namespace Operon.Runtime;

/// <summary>How measurements of a metric add up.</summary>
internal enum MetricType
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts measurements by size.</summary>
    Histogram,
}
