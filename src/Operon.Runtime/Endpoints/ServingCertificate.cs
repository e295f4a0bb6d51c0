using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.Runtime;

/// <summary>
/// The certificate of a port: the files <c>tls.crt</c> and <c>tls.key</c> of a folder, looked at again every 10 s, or one signed by itself. Files that do not
/// fit together (a rotation under way) leave the certificate before in use.
/// </summary>
internal sealed class ServingCertificate : IDisposable
{
    private static readonly Meter _meter = new("Operon.Certificates");
    private static readonly Counter<long> _reads = _meter.CreateCounter<long>("certwatcher_read_certificate_total", null, "Times a serving certificate was read from its files.");
    private static readonly Counter<long> _errors = _meter.CreateCounter<long>("certwatcher_read_certificate_errors_total", null, "Times the files of a serving certificate could not be used.");
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly string? _directory;
    private readonly TimeProvider _time;
    private X509Certificate2 _current;
    private (DateTime, DateTime) _seen;
    private long _looked;

    /// <summary>Reads the files of <paramref name="directory"/>; null makes a self-signed certificate.</summary>
    public ServingCertificate(string? directory, TimeProvider time)
    {
        _directory = directory;
        _time = time;
        _looked = time.GetTimestamp();
        if (directory is null)
        {
            _current = SelfSigned(time);
            return;
        }

        _seen = Changed(directory);
        _current = Read(directory);
    }

    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (_directory is not null && _time.GetElapsedTime(_looked) >= _period)
                {
                    _looked = _time.GetTimestamp();
                    ReadAgain(_directory);
                }

                return _current;
            }
        }
    }

    public void Dispose() => _current.Dispose();

    private void ReadAgain(string directory)
    {
        try
        {
            var changed = Changed(directory);
            if (changed != _seen)
            {
                // Connections may still use the one before: it is left to the finalizer.
                _current = Read(directory);
                _seen = changed;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Counted in Read; the next look tries again.
        }
    }

    private static (DateTime, DateTime) Changed(string directory) =>
        (File.GetLastWriteTimeUtc(Path.Combine(directory, "tls.crt")), File.GetLastWriteTimeUtc(Path.Combine(directory, "tls.key")));

    private static X509Certificate2 Read(string directory)
    {
        _reads.Add(1);
        _errors.Add(0);
        try
        {
            return X509Certificate2.CreateFromPemFile(Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            _errors.Add(1);
            throw;
        }
    }

    private static X509Certificate2 SelfSigned(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var host = Environment.MachineName;
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(1));
    }
}
