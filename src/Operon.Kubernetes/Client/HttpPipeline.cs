using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Operon.Kubernetes;

/// <summary>Credentials, retries and timeouts around the network.</summary>
internal sealed class HttpPipeline : IDisposable
{
    private readonly KubernetesClientOptions _options;
    private readonly ICredentialSource _credentials;
    private readonly Network _network;
    private readonly ServerWarnings _warnings;
    private readonly Uri _base;
    private readonly bool _needsHeaderLines;

    public HttpPipeline(KubernetesClientOptions options)
    {
        _options = options;
        _credentials = CredentialSources.Create(options);
        _network = new Network(options);
        if (options.CertificateAuthorityPem is { } authority)
        {
            // A mistake is told where the client is made, not at its first request.
            SystemAuthorities.ReadAhead(NetworkHandler.Trust(authority).CustomTrustStore[0]);
        }

        _warnings = new ServerWarnings((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<KubernetesClient>(), options.WarningHandler);
        _needsHeaderLines = options.Impersonate is { } who && ImpersonationHeaders.NeedsLines(who);
        _base = options.Server.AbsolutePath.EndsWith('/') ? options.Server : new Uri(options.Server + "/");
    }

    /// <summary>
    /// Sends what <paramref name="create"/> makes, again when the server asks for it. Returns a successful response with the headers
    /// read; throws what the server's refusal says.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var request = create();
        using var activity = ClientTraces.Start(request, _base);
        var start = _options.TimeProvider.GetTimestamp();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var response = await SendAuthenticatedAsync(request, create, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    ClientTraces.Stop(activity, response.StatusCode, attempt);
                    return response;
                }

                using (response)
                {
                    if (attempt >= _options.MaxRetries || ClientRetries.Delay(request, response, _options.TimeProvider) is not { } wait || !IsWorthWaiting(start, wait))
                    {
                        ClientTraces.Stop(activity, response.StatusCode, attempt);
                        throw await StatusErrors.ReadAsync(response, cancellationToken);
                    }

                    ClientMetrics.Retried(request, response.StatusCode);
                    await Task.Delay(wait, _options.TimeProvider, cancellationToken);
                }

                request = create();
            }
        }
        catch (Exception e)
        {
            ClientTraces.Fail(activity, e);
            throw;
        }
    }

    // A wait that ends after the timeout would only hide what the server said.
    private bool IsWorthWaiting(long start, TimeSpan wait) =>
        _options.RequestTimeout == Timeout.InfiniteTimeSpan || _options.TimeProvider.GetElapsedTime(start) + wait < _options.RequestTimeout;

    /// <summary>The whole body, without copying it through a stream that would be parsed while the network is read.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        ClientMetrics.Received(response, bytes.Length);
        return bytes;
    }

    /// <summary>Sends one request with credentials, without checking the answer; again only when the credential was refused and can be renewed.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var activity = ClientTraces.Start(request, _base);
        try
        {
            // A body may not be there to be read twice.
            var response = request.Content is null
                ? await SendAuthenticatedAsync(request, Copier(request), cancellationToken)
                : await SendAsync(request, await _credentials.GetAsync(null, cancellationToken), cancellationToken);
            ClientTraces.Stop(activity, response.StatusCode, 0);
            return response;
        }
        catch (Exception e)
        {
            ClientTraces.Fail(activity, e);
            throw;
        }
    }

    private static Func<HttpRequestMessage> Copier(HttpRequestMessage request)
    {
        // Taken before the request gets headers of this client.
        var (method, uri, headers) = (request.Method, request.RequestUri, request.Headers.ToArray());
        return () =>
        {
            var copy = new HttpRequestMessage(method, uri);
            foreach (var (name, values) in headers)
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }

            return copy;
        };
    }

    /// <summary>Runs <paramref name="action"/> under the request timeout, which becomes an <see cref="HttpRequestException"/>.</summary>
    public async Task<TResult> WithTimeoutAsync<TResult>(Func<CancellationToken, Task<TResult>> action, string what, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await action(linked.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"{what} got no complete answer from {_options.Server} within {_options.RequestTimeout.TotalSeconds:0} s."), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler reports its connect timeout as a cancellation.
            throw new HttpRequestException($"{what} could not connect to {_options.Server}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"{what}: the connection to {_options.Server} broke: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _network.Dispose();
        (_credentials as IDisposable)?.Dispose();
    }

    private async Task<HttpResponseMessage> SendAuthenticatedAsync(HttpRequestMessage request, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var credential = await _credentials.GetAsync(null, cancellationToken);
        var response = await SendAsync(request, credential, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !_credentials.CanRefresh)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(create(), await _credentials.GetAsync(credential, cancellationToken), cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Credential credential, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true })
        {
            request.RequestUri = new Uri(_base, request.RequestUri?.OriginalString.TrimStart('/') ?? "");
        }

        if (request.RequestUri.Scheme == Uri.UriSchemeHttps && !_needsHeaderLines)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        if (_options.TlsServerName is { } name)
        {
            // SocketsHttpHandler takes the name for SNI and verification from the Host header.
            request.Headers.Host = name;
        }

        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        if (credential.Authorization is { } authorization && request.Headers.Authorization is null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (_options.Impersonate is { } who)
        {
            ImpersonationHeaders.Add(request.Headers, who);
        }

        await LimitAsync(request, cancellationToken);
        var start = _options.TimeProvider.GetTimestamp();
        HttpStatusCode? code = null;
        try
        {
            if (credential.Certificate is { } certificate)
            {
                await certificate.PrepareAsync(cancellationToken);
            }

            var response = await _network.For(credential.Certificate).SendAsync(request, cancellationToken);
            code = response.StatusCode;
            _warnings.Handle(response);
            return response;
        }
        finally
        {
            ClientMetrics.Answered(request, code, _options.TimeProvider.GetElapsedTime(start));
        }
    }

    private async ValueTask LimitAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_options.RateLimiter is not { } limiter)
        {
            return;
        }

        var start = _options.TimeProvider.GetTimestamp();
        using var lease = await limiter.AcquireAsync(1, cancellationToken);
        ClientMetrics.Limited(request, _options.TimeProvider.GetElapsedTime(start));
        if (!lease.IsAcquired)
        {
            throw new HttpRequestException($"{request.Method} {request.RequestUri} was not sent: the client's rate limiter gave no permit; its queue is full.");
        }
    }
}
