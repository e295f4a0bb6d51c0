using System.Diagnostics;
using System.Diagnostics.Metrics;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>The instruments, under the names controller-runtime gave them, and the spans. Meter and source: <c>Operon.Webhooks</c>.</summary>
internal static class WebhookMetrics
{
    public const string Name = "Operon.Webhooks";
    private static readonly Meter _meter = new(Name);

    static WebhookMetrics() => _meter.CreateObservableGauge(
        "operon_webhook_certificate_expiration_timestamp_seconds", Expiry.Observe, null, "When a certificate of the webhook server ends, in seconds since 1970, by certificate: serving or ca.");

    public static ActivitySource Source { get; } = new(Name);

    public static Histogram<double> Latency { get; } =
        _meter.CreateHistogram<double>("controller_runtime_webhook_latency_seconds", "s", "Time of the answer to an admission request, by webhook (its path).");

    public static Counter<long> Requests { get; } =
        _meter.CreateCounter<long>("controller_runtime_webhook_requests_total", null, "Requests by webhook (its path) and HTTP code.");

    public static UpDownCounter<int> InFlight { get; } =
        _meter.CreateUpDownCounter<int>("controller_runtime_webhook_requests_in_flight", null, "Requests that are being answered now, by webhook.");

    public static Counter<long> Panics { get; } =
        _meter.CreateCounter<long>("controller_runtime_webhook_panics_total", null, "Admission and authentication requests that ended by a programming error, such as a null reference.");

    public static Counter<long> ConversionPanics { get; } =
        _meter.CreateCounter<long>("controller_runtime_conversion_webhook_panics_total", null, "Conversion requests that ended by a programming error.");

    public static Counter<long> Injections { get; } =
        _meter.CreateCounter<long>("operon_webhook_ca_injections_total", null, "Times caBundle was written, by kind of the object.");

    public static Counter<long> Issued { get; } =
        _meter.CreateCounter<long>("operon_webhook_certificates_issued_total", null, "Certificates made by this process and stored, by certificate: serving or ca.");

    /// <summary>Sources of <c>operon_webhook_certificate_expiration_timestamp_seconds</c>.</summary>
    public static ObservedValues<double> Expiry { get; } = new();
}
