using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;

namespace Operon.Kubernetes;

/// <summary>The REST instruments of client-go, under its names. Meter: <c>Operon.Kubernetes</c>.</summary>
internal static class ClientMetrics
{
    private static readonly Meter _meter = new("Operon.Kubernetes");

    private static readonly Counter<long> _requests = _meter.CreateCounter<long>(
        "rest_client_requests_total", description: "Requests by status code, method and host.");

    private static readonly Counter<long> _retries = _meter.CreateCounter<long>(
        "rest_client_request_retries_total", description: "Requests sent again, by the status code that caused it, method and host.");

    private static readonly Histogram<double> _duration = _meter.CreateHistogram<double>(
        "rest_client_request_duration_seconds", "s", "Time until the answer's headers, by method and host.", advice: Buckets(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60));

    private static readonly Histogram<double> _limiter = _meter.CreateHistogram<double>(
        "rest_client_rate_limiter_duration_seconds", "s", "Time waited for the client-side rate limiter, by method and host.", advice: Buckets(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60));

    private static readonly Histogram<double> _requestSize = _meter.CreateHistogram<double>(
        "rest_client_request_size_bytes", "By", "Size of request bodies, by method and host.", advice: Buckets(64, 256, 512, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216));

    private static readonly Histogram<double> _responseSize = _meter.CreateHistogram<double>(
        "rest_client_response_size_bytes", "By", "Size of answers that are read whole, by method and host.", advice: Buckets(64, 256, 512, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216));

    public static void Answered(HttpRequestMessage request, HttpStatusCode? code, TimeSpan elapsed)
    {
        var (method, host) = Labels(request);
        _requests.Add(1, new("code", code is { } known ? Number(known) : "<error>"), method, host);
        _duration.Record(elapsed.TotalSeconds, Verb(request), host);
        if (_requestSize.Enabled && request.Content?.Headers.ContentLength is { } length)
        {
            _requestSize.Record(length, Verb(request), host);
        }
    }

    public static void Retried(HttpRequestMessage request, HttpStatusCode code) =>
        _retries.Add(1, new("code", Number(code)), Verb(request), Labels(request).Host);

    public static void Limited(HttpRequestMessage request, TimeSpan waited) => _limiter.Record(waited.TotalSeconds, Verb(request), Labels(request).Host);

    public static void Received(HttpResponseMessage response, long bytes)
    {
        if (_responseSize.Enabled && response.RequestMessage is { } request)
        {
            _responseSize.Record(bytes, Verb(request), Labels(request).Host);
        }
    }

    private static InstrumentAdvice<double> Buckets(params double[] limits) => new() { HistogramBucketBoundaries = limits };

    // client-go calls it method in the counter and verb in all others.
    private static KeyValuePair<string, object?> Verb(HttpRequestMessage request) => new("verb", request.Method.Method);

    private static (KeyValuePair<string, object?> Method, KeyValuePair<string, object?> Host) Labels(HttpRequestMessage request) =>
        (new("method", request.Method.Method), new("host", request.RequestUri is { IsAbsoluteUri: true } uri ? uri.Authority : ""));

    private static string Number(HttpStatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
