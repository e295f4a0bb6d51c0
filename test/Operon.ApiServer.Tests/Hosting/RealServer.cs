using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operon.ApiServer.Tests.Hosting;

/// <summary>
/// A real kube-apiserver for one test, on an etcd that all tests share: <c>OPERON_TEST_KUBE_APISERVER</c> names the program, and <c>etcd</c> is on the
/// <c>PATH</c>. What a test of the contract says is then checked against the real thing.
/// </summary>
internal sealed class RealServer : IAsyncDisposable
{
    public const string Variable = "OPERON_TEST_KUBE_APISERVER";

    private static readonly Lazy<Task<(Process Process, int Port)>> _etcd = new(StartEtcdAsync);
    private static int _count;

    private readonly Process _process;
    private readonly string _folder;
    private readonly X509Certificate2 _authority;

    private RealServer(Process process, string folder, X509Certificate2 authority, int port)
    {
        _process = process;
        _folder = folder;
        _authority = authority;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}"));
    }

    public Uri Address { get; }

    public string CaCertificatePem => _authority.ExportCertificatePem();

    public static string? Program => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } program ? program : null;

    /// <summary>The server takes up a change of these a moment after it has answered.</summary>
    public static bool IsSlow(string path) =>
        path.Contains("/customresourcedefinitions", StringComparison.Ordinal) || path.Contains("/apis/rbac.", StringComparison.Ordinal) || path.Contains("/apis/admissionregistration.", StringComparison.Ordinal);

    public static async Task<RealServer> StartAsync(string program, CancellationToken cancellationToken)
    {
        var (_, etcdPort) = await _etcd.Value;
        var folder = Directory.CreateTempSubdirectory("operon-kube-apiserver-").FullName;
        var authority = Authority();
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem(), cancellationToken);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        var serving = Issue(authority, "CN=kube-apiserver", names);
        await WriteAsync("tls", serving);
        using var accounts = RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(folder, "sa.key"), accounts.ExportRSAPrivateKeyPem(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "sa.pub"), accounts.ExportSubjectPublicKeyInfoPem(), cancellationToken);

        var port = FreePort();
        var process = Run(program, folder, [
            string.Create(CultureInfo.InvariantCulture, $"--etcd-servers=http://127.0.0.1:{etcdPort}"),
            string.Create(CultureInfo.InvariantCulture, $"--etcd-prefix=/test-{Interlocked.Increment(ref _count)}"),
            string.Create(CultureInfo.InvariantCulture, $"--secure-port={port}"),
            "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC", "--allow-privileged=true",
            "--client-ca-file=ca.crt", "--tls-cert-file=tls.crt", "--tls-private-key-file=tls.key",
            "--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=sa.pub", "--service-account-signing-key-file=sa.key",
        ]);
        return new RealServer(process, folder, authority, port);

        async Task WriteAsync(string name, ClientCertificate pair)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.crt"), pair.CertificatePem, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.key"), pair.PrivateKeyPem, cancellationToken);
        }
    }

    public ClientCertificate IssueClientCertificate(string user, params string[] groups) =>
        Issue(_authority, string.Concat(groups.Select(group => $"O={group},").Append($"CN={user}")), null);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Waits until it serves, and has made the namespace "default".</summary>
    public async Task WaitAsync(HttpClient client, CancellationToken cancellationToken)
    {
        foreach (var path in (string[])["/readyz", "/api/v1/namespaces/default"])
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
                    if (response.IsSuccessStatusCode)
                    {
                        break;
                    }
                }
                catch (HttpRequestException) when (attempt < 300 && !_process.HasExited)
                {
                    // It does not listen yet.
                }

                if (attempt >= 300 || _process.HasExited)
                {
                    throw new InvalidOperationException($"kube-apiserver is not ready: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"), cancellationToken)}");
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task<(Process Process, int Port)> StartEtcdAsync()
    {
        var folder = Directory.CreateTempSubdirectory("operon-kube-etcd-").FullName;
        var (client, peer) = (FreePort(), FreePort());
        var process = Run("etcd", folder, [
            "--data-dir=data", "--log-level=error", "--unsafe-no-fsync",
            string.Create(CultureInfo.InvariantCulture, $"--listen-client-urls=http://127.0.0.1:{client}"),
            string.Create(CultureInfo.InvariantCulture, $"--advertise-client-urls=http://127.0.0.1:{client}"),
            string.Create(CultureInfo.InvariantCulture, $"--listen-peer-urls=http://127.0.0.1:{peer}"),
        ]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill();
            process.WaitForExit();
            Directory.Delete(folder, recursive: true);
        };
        using var http = new HttpClient();
        for (var attempt = 1; attempt < 100; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{client}/health")));
                if (response.IsSuccessStatusCode)
                {
                    return (process, client);
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("etcd for kube-apiserver is not healthy");
    }

    // Its output goes to a file by the shell: nobody has to read pipes to the end.
    private static Process Run(string program, string folder, string[] arguments) => Process.Start(new ProcessStartInfo(
        "/bin/sh", ["-c", "exec \"$0\" \"$@\" >log 2>&1", program, .. arguments])
    { WorkingDirectory = folder })!;

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static ClientCertificate Issue(X509Certificate2 authority, string subject, SubjectAlternativeNameBuilder? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        return new ClientCertificate(issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
