using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operon.Etcd.Serving;

/// <summary>Serves <c>/readyz</c>, <c>/healthz</c> and <c>/metrics</c>.</summary>
internal static class OperatorServer
{
    public static async Task RunAsync(
        IPEndPoint listen, Func<bool> isReady, OperatorMetrics metrics, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(listen));
        await using var server = builder.Build();
        server.Run(context => AnswerAsync(context, isReady, metrics));
        await server.StartAsync(cancellationToken);
        var stopped = new TaskCompletionSource();
        await using (cancellationToken.Register(stopped.SetResult))
        {
            await stopped.Task;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await server.StopAsync(limit.Token);
    }

    private static Task AnswerAsync(HttpContext context, Func<bool> isReady, OperatorMetrics metrics)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        switch (context.Request.Path.Value)
        {
            case "/healthz":
                return context.Response.WriteAsync("ok\n");
            case "/readyz":
                context.Response.StatusCode = isReady() ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
                return context.Response.WriteAsync(isReady() ? "ok\n" : "the CustomResourceDefinition is not established yet\n");
            case "/metrics":
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return context.Response.WriteAsync(metrics.Render());
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    // The process, not its health endpoint, decides what a signal means.
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
