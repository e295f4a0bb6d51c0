using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

/// <summary>What the program adds to the endpoints of an operator.</summary>
public sealed class OperatorEndpoints
{
    /// <summary>Checks of <c>/healthz</c> beside the runtime's: an unhealthy process should be restarted.</summary>
    public HealthChecks Liveness { get; } = new();

    /// <summary>Checks of <c>/readyz</c> beside the runtime's.</summary>
    public HealthChecks Readiness { get; } = new();

    /// <summary>Meters of the program to export on <c>/metrics</c>; a name that ends in <c>*</c> is a prefix.</summary>
    public IList<string> MeterNames { get; } = [];

    /// <summary>Further paths beside <c>/metrics</c>, under the same protection.</summary>
    public IDictionary<string, RequestDelegate> Paths { get; } = new Dictionary<string, RequestDelegate>();

    internal IReadOnlyList<string> Meters => [.. MeterNames];

    internal IReadOnlyDictionary<string, RequestDelegate> Handlers => Paths.AsReadOnly();
}
