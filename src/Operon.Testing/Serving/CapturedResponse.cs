using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Operon.Testing;

/// <summary>Keeps an answer back, so that what has been done can be told from what the client gets to know.</summary>
internal sealed class CapturedResponse : IAsyncDisposable
{
    private readonly HttpContext _http;
    private readonly IHttpResponseBodyFeature _network;
    private readonly MemoryStream _body = new();
    private readonly StreamResponseBodyFeature _feature;

    public CapturedResponse(HttpContext http)
    {
        _http = http;
        _network = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _feature = new StreamResponseBodyFeature(_body);
        http.Features.Set<IHttpResponseBodyFeature>(_feature);
    }

    public ReadOnlySpan<byte> Body => _body.GetBuffer().AsSpan(0, (int)_body.Length);

    /// <summary>Runs the request; afterwards <see cref="Body"/> holds the answer.</summary>
    public async Task RunAsync(RequestDelegate next)
    {
        await next(_http);
        await _feature.CompleteAsync();
        _http.Features.Set(_network);
    }

    /// <summary>Sends the first bytes of the answer to the client: all, unless told otherwise.</summary>
    public async Task SendAsync(int? length = null)
    {
        await _network.StartAsync(_http.RequestAborted);
        await _network.Writer.WriteAsync(_body.GetBuffer().AsMemory(0, Math.Min(length ?? int.MaxValue, (int)_body.Length)), _http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        _feature.Dispose();
        await _body.DisposeAsync();
    }
}
