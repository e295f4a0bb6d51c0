using System.Net;
using Operon.ApiServer.Hosting;

namespace Operon.ApiServer;

/// <summary>
/// A running Kubernetes-compatible API server. Started with <see cref="StartAsync"/>, it serves until it is disposed; a data directory can be
/// opened by one server at a time.
/// </summary>
public sealed class ApiServerHost : IAsyncDisposable
{
    private readonly ApiServerOptions _options;
    private readonly ApiServerCore _core;
    private ApiServerListener? _listener;

    private ApiServerHost(ApiServerOptions options, ApiServerListener listener, ApiServerCore core)
    {
        _options = options;
        _listener = listener;
        _core = core;
        Address = listener.Address;
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
            return new ApiServerHost(options, await ApiServerListener.StartAsync(options, core, cancellationToken).ConfigureAwait(false), core);
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
        if (_listener is not null)
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
        }

        await _core.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Breaks every connection and refuses new ones until <see cref="ComeBackAsync"/>; what is stored stays.</summary>
    internal async Task GoDownAsync()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
        {
            await listener.AbortAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Listens again, under the same address.</summary>
    internal async Task ComeBackAsync(CancellationToken cancellationToken) =>
        _listener ??= await ApiServerListener.StartAsync(
            _options with { Listen = new IPEndPoint(_options.Listen.Address, Address.Port) }, _core, cancellationToken).ConfigureAwait(false);
}
