using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

/// <summary><c>/metrics</c>: Prometheus text, or OpenMetrics for callers that accept it.</summary>
internal sealed class MetricsEndpoint(MetricsCollector metrics)
{
    public Task AnswerAsync(HttpContext context)
    {
        var isOpenMetrics = context.Request.Headers.Accept.Any(accept => accept?.Contains("application/openmetrics-text", StringComparison.Ordinal) == true);
        return Texts.AnswerAsync(
            context,
            StatusCodes.Status200OK,
            metrics.Render(isOpenMetrics),
            isOpenMetrics ? PrometheusWriter.OpenMetricsMediaType : PrometheusWriter.TextMediaType);
    }
}
