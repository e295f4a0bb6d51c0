using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Operon.Etcd.Tests.Stores;

/// <summary>A small HTTP server that keeps objects in memory; what speaks which protocol derives from it.</summary>
internal abstract class FakeObjects : IAsyncDisposable
{
    private readonly WebApplication _server;

    protected FakeObjects()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public ConcurrentDictionary<string, byte[]> Objects { get; } = [];

    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    protected abstract Task AnswerAsync(HttpContext context);

    protected static async Task<byte[]> BodyAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    protected static async Task SendAsync(HttpContext context, byte[] bytes)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault();
        var from = (int)(range?.From ?? 0);
        context.Response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        context.Response.ContentLength = bytes.Length - from;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(from));
        }
    }
}
