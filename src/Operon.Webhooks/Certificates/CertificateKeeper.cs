using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>Keeps the certificates of a store good, together with the other replicas, and hands out what to serve and what to trust.</summary>
internal sealed partial class CertificateKeeper : IDisposable
{
    private readonly ICertificateStore _store;
    private readonly CertificateLifetimes _lifetimes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _metrics;
    private readonly Lock _lock = new();
    private IReadOnlyList<string> _hosts = [];
    private volatile CertificateState? _state;

    public CertificateKeeper(ICertificateStore store, CertificateLifetimes lifetimes, TimeProvider time, ILogger logger)
    {
        _store = store;
        _lifetimes = lifetimes;
        _time = time;
        _logger = logger;
        _metrics = WebhookMetrics.Expiry.Add(Measure);
    }

    /// <summary>What to serve. Throws before the first <see cref="EnsureAsync"/>.</summary>
    public X509Certificate2 Serving => State.Serving.Certificate;

    /// <summary>What clients are to trust, as PEM.</summary>
    public string BundlePem => State.BundlePem;

    /// <summary>When what is served ends; null when there is none yet.</summary>
    public DateTimeOffset? End => _state?.Serving.End;

    private CertificateState State => _state ?? throw new InvalidOperationException("The certificates have not been made yet.");

    /// <summary>Adds names the certificate must be good for; it is issued again at the next <see cref="EnsureAsync"/> when it is not.</summary>
    public void Require(IEnumerable<string> hosts)
    {
        lock (_lock)
        {
            _hosts = [.. _hosts.Concat(hosts).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Reads what is kept, and makes what is missing or due. When another replica was quicker, what it made is taken. Returns whether the bundle is another
    /// than before.
    /// </summary>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (kept, version) = await _store.ReadAsync(cancellationToken);
            var now = _time.GetUtcNow();
            IReadOnlyList<string> hosts;
            lock (_lock)
            {
                hosts = _hosts;
            }

            var wanted = kept is null ? CertificateState.Create(hosts, now, _lifetimes) : kept.Advance(hosts, now, _lifetimes);
            if (ReferenceEquals(wanted, kept) || await _store.WriteAsync(wanted, version, cancellationToken))
            {
                if (!ReferenceEquals(wanted, kept))
                {
                    Tell(kept, wanted);
                }

                return Take(wanted);
            }
        }
    }

    public void Dispose() => _metrics.Dispose();

    private bool Take(CertificateState state)
    {
        var before = _state;
        if (before is not null && before.BundlePem == state.BundlePem && before.Serving.CertificatePem == state.Serving.CertificatePem)
        {
            // The same with other object identities; TLS keeps its cached contexts by the certificate's.
            return false;
        }

        // Connections may still use the one before: it is left to the finalizer.
        _state = state;
        return before?.BundlePem != state.BundlePem;
    }

    private void Tell(CertificateState? before, CertificateState after)
    {
        if (before?.Serving.CertificatePem != after.Serving.CertificatePem)
        {
            WebhookMetrics.Issued.Add(1, new KeyValuePair<string, object?>("certificate", "serving"));
            ServingIssued(_logger, after.Serving.End, after.Signing.Certificate.Subject);
        }

        if (before is null || before.Signing.CertificatePem != after.Signing.CertificatePem || before.Next?.CertificatePem != after.Next?.CertificatePem)
        {
            if ((after.Next ?? after.Signing).CertificatePem is var newest && before?.Next?.CertificatePem != newest)
            {
                WebhookMetrics.Issued.Add(1, new KeyValuePair<string, object?>("certificate", "ca"));
            }

            AuthorityChanged(_logger, after.Signing.Certificate.Subject, after.Signing.End, after.Next?.Certificate.Subject ?? "none");
        }
    }

    private IEnumerable<Measurement<double>> Measure()
    {
        if (_state is { } state)
        {
            yield return new Measurement<double>(state.Serving.End.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("certificate", "serving"));
            yield return new Measurement<double>(state.Signing.End.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("certificate", "ca"));
        }
    }

    [LoggerMessage(410, LogLevel.Information, "A serving certificate for webhooks was issued, until {End:u}, by {Authority}")]
    private static partial void ServingIssued(ILogger logger, DateTimeOffset end, string authority);

    [LoggerMessage(411, LogLevel.Information, "Webhook certificates are signed by {Authority}, until {End:u}; next: {Next}")]
    private static partial void AuthorityChanged(ILogger logger, string authority, DateTimeOffset end, string next);
}
