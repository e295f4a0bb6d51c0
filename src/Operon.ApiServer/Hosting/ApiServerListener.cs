using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operon.ApiServer.Http;

namespace Operon.ApiServer.Hosting;

/// <summary>The sockets of a server and the HTTP on them. One core can be served by several listeners, also one after the other.</summary>
internal sealed class ApiServerListener : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ApiServerListener(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ApiServerListener> StartAsync(ApiServerOptions options, ApiServerCore core, CancellationToken cancellationToken)
    {
        var application = Build(options, core);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new ApiServerListener(application, AddressOf(application, options));
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops to listen and breaks every connection, as a process that dies does.</summary>
    public async Task AbortAsync()
    {
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(noPatience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops to listen and lets requests in flight finish.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
        {
            await _application.StopAsync(patience.Token).ConfigureAwait(false);
        }

        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ApiServerOptions options, ApiServerCore core)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (options.LoggerFactory is { } loggers)
        {
            builder.Services.AddSingleton(loggers);
        }

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes + 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            void Secure(ListenOptions listen)
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = core.ServingCertificate,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Whether the certificate is ours is decided per request, so that a wrong one gets a readable 401.
                    ClientCertificateValidation = static (_, _, _) => true,
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                });
            }

            if (options.ListenHandle is { } handle)
            {
                kestrel.ListenHandle(handle, Secure);
            }
            else
            {
                kestrel.Listen(options.Listen, Secure);
            }

            foreach (var endpoint in options.AlsoListen)
            {
                kestrel.Listen(endpoint, Secure);
            }

            if (options.UnixSocketPath is { } path)
            {
                File.Delete(path);
                kestrel.ListenUnixSocket(path, Secure);
            }
        });
        var application = builder.Build();
        RequestDelegate serve = core.Pipeline.HandleAsync;
        application.Run(options.Interceptor is { } interceptor ? http => interceptor(http, serve) : serve);
        return application;
    }

    private static Uri AddressOf(WebApplication application, ApiServerOptions options)
    {
        if (options.ListenHandle is { } handle)
        {
            using var socket = new Socket(new SafeSocketHandle((nint)handle, ownsHandle: false));
            return Address(((IPEndPoint)socket.LocalEndPoint!).Address, ((IPEndPoint)socket.LocalEndPoint!).Port);
        }

        // The first address is that of Listen; Kestrel has replaced port 0 by the one it got.
        return Address(options.Listen.Address, new Uri(application.Urls.First()).Port);

        static Uri Address(IPAddress address, int port)
        {
            var host = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
            return new UriBuilder("https", host.ToString(), port).Uri;
        }
    }
}
