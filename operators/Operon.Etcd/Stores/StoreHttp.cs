using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;

namespace Operon.Etcd.Stores;

/// <summary>
/// HTTP as stores need it: each try is made and signed anew, answers of busy servers and broken connections are tried again, and what remains becomes
/// a <see cref="StoreException"/> in the store's own words.
/// </summary>
internal sealed class StoreHttp(HttpClient client, TimeProvider time) : IDisposable
{
    private const int Tries = 4;
    private const int LongestError = 64 << 10;
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(250);

    public TimeProvider Time => time;

    /// <param name="authorities">Certificates to trust instead of the system's, in PEM; null for the system's.</param>
    /// <param name="time">The clock.</param>
    public static StoreHttp Create(string? authorities, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.None,
        };
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        // Bodies are bounded by the part size, so that one answer cannot take for ever; the whole backup has a limit of its own.
        return new StoreHttp(new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) }, time);
    }

    /// <summary>
    /// Sends and gives the answer when its code is a success or one of <paramref name="expected"/>. The caller disposes of it; its body is not read yet.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        for (var attempt = 1; ; attempt++)
        {
            StoreException failure;
            try
            {
                using var request = make();
                var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.IsSuccessStatusCode || expected.Contains(response.StatusCode))
                {
                    return response;
                }

                using (response)
                {
                    failure = await FailureAsync(what, response, cancellationToken);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failure = new StoreException($"{what}: {e.Message}", isTransient: true, e);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new StoreException($"{what}: no answer in time", isTransient: true, e);
            }

            if (!failure.IsTransient || attempt == Tries)
            {
                throw failure;
            }

            await Task.Delay(_firstWait * (1 << attempt), time, cancellationToken);
        }
    }

    public async Task<XElement> SendForXmlAsync(string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(what, make, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return (await XDocument.LoadAsync(body, LoadOptions.None, cancellationToken)).Root!;
        }
        catch (XmlException e)
        {
            throw new StoreException($"{what}: the store's answer is not the XML it should be: {e.Message}", isTransient: false, e);
        }
    }

    public async Task SendAndForgetAsync(string what, Func<HttpRequestMessage> make, CancellationToken cancellationToken, params HttpStatusCode[] expected) =>
        (await SendAsync(what, make, cancellationToken, expected)).Dispose();

    public void Dispose() => client.Dispose();

    private static async Task<StoreException> FailureAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isTransient = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        var said = await StoreErrorText.ReadAsync(response, LongestError, cancellationToken);
        return new StoreException($"{what}: {(int)response.StatusCode} {said}", isTransient && response.StatusCode != HttpStatusCode.NotImplemented);
    }
}
