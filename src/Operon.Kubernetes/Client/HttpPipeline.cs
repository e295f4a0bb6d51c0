using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Operon.Kubernetes;

/// <summary>Credentials, retries and timeouts around the network.</summary>
internal sealed class HttpPipeline : IDisposable
{
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);
    private readonly KubernetesClientOptions _options;
    private readonly ICredentialSource _credentials;
    private readonly HttpMessageInvoker _invoker;
    private readonly ServerWarnings _warnings;
    private readonly Uri _base;

    public HttpPipeline(KubernetesClientOptions options)
    {
        _options = options;
        _credentials = CredentialSources.Create(options);
        _invoker = new HttpMessageInvoker(options.Handler ?? NetworkHandler.Create(options, _credentials), disposeHandler: options.Handler is null);
        _warnings = new ServerWarnings((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<KubernetesClient>());
        _base = options.Server.AbsolutePath.EndsWith('/') ? options.Server : new Uri(options.Server + "/");
    }

    /// <summary>
    /// Sends what <paramref name="create"/> makes, again when the server asks for it. Returns a successful response with the headers
    /// read; throws what the server's refusal says.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var response = await SendAuthenticatedAsync(create, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var wait = RetryDelay(response);
                if (wait is null || attempt >= _options.MaxRetries)
                {
                    throw await StatusErrors.ReadAsync(response, cancellationToken);
                }

                await Task.Delay(wait.Value, _options.TimeProvider, cancellationToken);
            }
        }
    }

    /// <summary>Sends one request with credentials, without retry and without checking the answer.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await SendAsync(request, await _credentials.GetAsync(null, cancellationToken), cancellationToken);

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
        _invoker.Dispose();
        (_credentials as IDisposable)?.Dispose();
    }

    private async Task<HttpResponseMessage> SendAuthenticatedAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var credential = await _credentials.GetAsync(null, cancellationToken);
        var response = await SendAsync(create(), credential, cancellationToken);
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

        if (request.RequestUri.Scheme == Uri.UriSchemeHttps)
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

        Impersonate(request.Headers);
        var response = await _invoker.SendAsync(request, cancellationToken);
        _warnings.Log(response);
        return response;
    }

    private void Impersonate(HttpRequestHeaders headers)
    {
        if (_options.Impersonate is not { } who)
        {
            return;
        }

        headers.TryAddWithoutValidation("Impersonate-User", who.User);
        if (who.Uid is { } uid)
        {
            headers.TryAddWithoutValidation("Impersonate-Uid", uid);
        }

        foreach (var group in who.Groups)
        {
            headers.TryAddWithoutValidation("Impersonate-Group", group);
        }

        foreach (var (name, values) in who.Extra)
        {
            headers.TryAddWithoutValidation($"Impersonate-Extra-{Uri.EscapeDataString(name)}", values);
        }
    }

    private TimeSpan? RetryDelay(HttpResponseMessage response)
    {
        if (StatusErrors.RetryAfter(response, _options.TimeProvider) is not { } wait
            || ((int)response.StatusCode < 500 && response.StatusCode != HttpStatusCode.TooManyRequests))
        {
            return null;
        }

        return wait < _longestDelay ? wait : _longestDelay;
    }
}
