using System.Net;
using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

/// <summary>Paths of one port. The longest path that is the request's, or a folder above it, answers.</summary>
internal sealed class Routes(IReadOnlyDictionary<string, RequestDelegate> handlers)
{
    public static readonly object Key = new();

    public static Routes OfHealth(EndpointOptions options) => new(new Dictionary<string, RequestDelegate>
    {
        ["/healthz"] = new HealthEndpoint("/healthz", options.Liveness).AnswerAsync,
        ["/readyz"] = new HealthEndpoint("/readyz", options.Readiness).AnswerAsync,
    });

    public static Routes OfMetrics(EndpointOptions options, MetricsCollector? metrics, RequestGuard? guard)
    {
        var handlers = options.Handlers.ToDictionary(pair => pair.Key, pair => Guarded(guard, pair.Value));
        if (metrics is not null)
        {
            handlers["/metrics"] = Guarded(guard, new MetricsEndpoint(metrics).AnswerAsync);
        }

        if (options.Debug is { } debug)
        {
            // Names of objects and errors are nobody's business without a check of who asks.
            handlers[DebugEndpoint.Path] = guard is null ? OnlyFromHere(new DebugEndpoint(debug).AnswerAsync) : Guarded(guard, new DebugEndpoint(debug).AnswerAsync);
        }

        return new Routes(handlers);
    }

    public Routes And(Routes others) => new(handlers.Concat(others.All).ToDictionary());

    public Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        for (var folder = path.TrimEnd('/'); folder.Length > 0; folder = folder[..folder.LastIndexOf('/')])
        {
            if (handlers.TryGetValue(folder, out var handler))
            {
                return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                    ? handler(context)
                    : Texts.AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD\n");
            }
        }

        return Texts.AnswerAsync(context, StatusCodes.Status404NotFound, $"404 page not found; there are: {string.Join(", ", handlers.Keys.Order(StringComparer.Ordinal))}\n");
    }

    private IReadOnlyDictionary<string, RequestDelegate> All => handlers;

    private static RequestDelegate Guarded(RequestGuard? guard, RequestDelegate handler) => guard is null
        ? handler
        : async context =>
        {
            if (await guard.AdmitsAsync(context))
            {
                await handler(context);
            }
        };

    private static RequestDelegate OnlyFromHere(RequestDelegate handler) => context =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            ? handler(context)
            : Texts.AnswerAsync(context, StatusCodes.Status403Forbidden, "this page answers loopback only (kubectl port-forward), or callers who authenticate when the metrics are secure\n");
}
