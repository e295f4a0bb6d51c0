using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>
/// Answers the list and the watch of ConfigMaps from memory, over HTTPS, and stamps each event with the time at which it goes to TLS: what lies between
/// the server's send and the reconcile is then the client's and the runtime's alone.
/// </summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<int> _events = Channel.CreateUnbounded<int>();
    private readonly int _objects;
    private long _version;

    private ReplayServer(WebApplication app, int objects)
    {
        _app = app;
        _objects = objects;
        _version = objects;
    }

    public string Kubeconfig { get; private set; } = "";

    public static async Task<ReplayServer> StartAsync(int objects)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=replay", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
                listen.Use(next => async connection =>
                {
                    var transport = connection.Transport;
                    connection.Transport = new StampingTransport(transport);
                    await next(connection);
                });
            }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        var app = builder.Build();
        var server = new ReplayServer(app, objects);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Kubeconfig = $$$"""
            apiVersion: v1
            kind: Config
            current-context: replay
            contexts: [{name: replay, context: {cluster: replay, user: replay}}]
            clusters: [{name: replay, cluster: {server: "{{{app.Urls.First()}}}", insecure-skip-tls-verify: true}}]
            users: [{name: replay, user: {token: none}}]
            """;
        return server;
    }

    /// <summary>Sends one change of the object of that number.</summary>
    public void Send(int index) => _events.Writer.TryWrite(index);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (context.Request.Path != "/api/v1/configmaps")
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"not here"}""");
            return;
        }

        var isWatch = context.Request.Query["watch"].ToString() is "1" or "true";
        if (!isWatch)
        {
            await context.Response.WriteAsync($$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{_objects}}"},"items":[{{string.Join(',', Enumerable.Range(0, _objects).Select(index => Object(index, index + 1, null)))}}]}""");
            return;
        }

        if (context.Request.Query["sendInitialEvents"] == "true")
        {
            foreach (var index in Enumerable.Range(0, _objects))
            {
                await context.Response.WriteAsync(Event("ADDED", Object(index, index + 1, null)));
            }

            await context.Response.WriteAsync(Event("BOOKMARK", $$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{_objects}}","annotations":{"k8s.io/initial-events-end":"true"} } }"""));
        }

        await context.Response.Body.FlushAsync();
        await foreach (var index in _events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Event("MODIFIED", Object(index, ++_version, StampingTransport.Placeholder))));
            await context.Response.Body.FlushAsync();
        }
    }

    private static string Event(string type, string json) => $$"""{"type":"{{type}}","object":{{json}}}""" + "\n";

    private static string Object(int index, long version, string? sent)
    {
        var annotations = sent is null ? "" : $",\"annotations\":{{\"sent\":\"{sent}\"}}";
        return $$"""
            {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"map-{{index}}","namespace":"default","uid":"uid-{{index}}","resourceVersion":"{{version}}","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"bench"}{{annotations}}},"data":{"payload":"{{_payload}}"} }
            """;
    }

    private static readonly string _payload = new('x', 800);
}
