using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.ApiServer.Certificates;
using Operon.ApiServer.Hosting;
using Operon.ApiServer.Http;

namespace Operon.ApiServer;

/// <summary>
/// A running Kubernetes-compatible API server. Started with <see cref="StartAsync"/>, it serves until it is disposed; a data directory can be
/// opened by one server at a time.
/// </summary>
public sealed class ApiServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ApiServerCore _core;

    private ApiServerHost(WebApplication application, ApiServerCore core, Uri address)
    {
        _application = application;
        _core = core;
        Address = address;
    }

    /// <summary>The URL clients use, such as <c>https://127.0.0.1:41234/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The certificate of the cluster's CA.</summary>
    public string CaCertificatePem => _core.Authority.CertificatePem;

    internal ApiServerCore Core => _core;

    /// <summary>Opens the store, creates what every cluster has (namespaces, RBAC, priority classes, the kubernetes Service) and starts to listen.</summary>
    /// <param name="options">How to listen and store.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<ApiServerHost> StartAsync(ApiServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var core = await ApiServerCore.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            var application = Build(options, core);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new ApiServerHost(application, core, AddressOf(application, options));
        }
        catch
        {
            await core.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A client certificate signed by the cluster's CA.</summary>
    /// <param name="user">The user name (CN).</param>
    /// <param name="groups">The groups (O); <c>system:masters</c> may do everything.</param>
    public ClientCertificate IssueClientCertificate(string user, params IReadOnlyCollection<string> groups) => _core.Authority.IssueClient(user, groups);

    /// <summary>A kubeconfig (YAML) with a fresh client certificate and all data embedded.</summary>
    /// <param name="user">The user name.</param>
    /// <param name="groups">The groups.</param>
    public string Kubeconfig(string user, params IReadOnlyCollection<string> groups) =>
        KubeconfigText.Write(Address, CaCertificatePem, user, IssueClientCertificate(user, groups));

    /// <summary>Ends watches, finishes requests in flight and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _core.StopAsync().ConfigureAwait(false);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
        {
            await _application.StopAsync(patience.Token).ConfigureAwait(false);
        }

        await _application.DisposeAsync().ConfigureAwait(false);
        await _core.DisposeAsync().ConfigureAwait(false);
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
        application.Run(core.Pipeline.HandleAsync);
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
