using System.Diagnostics;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Tls;

/// <summary>One member as a real process on loopback, started with the very arguments its pod would have, and restarted with others.</summary>
internal sealed class TlsNode(string name, string folder, EtcdBinaries etcd) : IAsyncDisposable
{
    private readonly string _data = Path.Combine(folder, name);
    private readonly int _metricsPort = EtcdProcess.FreePort();
    private Process? _process;

    public string Name => name;

    public int ClientPort { get; } = EtcdProcess.FreePort();

    public int PeerPort { get; } = EtcdProcess.FreePort();

    public PodTls Pod { get; private set; } = PodTls.Plain;

    public IMemberConnection? Connection { get; private set; }

    public int Starts { get; private set; }

    public string PeerUrl(bool isTls) => $"{(isTls ? "https" : "http")}://127.0.0.1:{PeerPort}";

    /// <param name="layout">The cluster as its spec is now.</param>
    /// <param name="tls">What the pod would be told.</param>
    /// <param name="initialCluster">Only read by an empty directory.</param>
    /// <param name="certificates">What the operator shows.</param>
    public void Start(ClusterLayout layout, MemberTls tls, IReadOnlyList<KeyValuePair<string, string>> initialCluster, ClientCertificates? certificates)
    {
        var placement = new MemberPlacement { Name = name, Version = new(etcd.Version.Major, etcd.Version.Minor, etcd.Version.Build), IsSeed = true, InitialCluster = initialCluster, Tls = tls };
        var host = layout.Host(name);
        var arguments = MemberArguments.Build(layout, placement).Select(argument => argument
            .Replace($"{host}:2380", $"127.0.0.1:{PeerPort}", StringComparison.Ordinal)
            .Replace($"{host}:2379", $"127.0.0.1:{ClientPort}", StringComparison.Ordinal)
            .Replace("0.0.0.0:2380", $"127.0.0.1:{PeerPort}", StringComparison.Ordinal)
            .Replace("0.0.0.0:2379", $"127.0.0.1:{ClientPort}", StringComparison.Ordinal)
            .Replace("0.0.0.0:2381", $"127.0.0.1:{_metricsPort}", StringComparison.Ordinal)
            .Replace("/etc/etcdtls", folder, StringComparison.Ordinal)
            .Replace(MemberArguments.DataDirectory, _data, StringComparison.Ordinal)).ToList();
        Pod = PodTls.Read(arguments, tls.Trust);
        Starts++;
        _process = Process.Start(new ProcessStartInfo(etcd.Etcd, [.. arguments, "--heartbeat-interval=50", "--election-timeout=500"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, line) => File.AppendAllText(Path.Combine(folder, $"{name}.log"), line.Data + "\n");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Connection = new MemberDialer(null).Connect(new Uri($"{(tls.Server is null ? "http" : "https")}://localhost:{ClientPort}"), "127.0.0.1", certificates);
    }

    /// <summary>As the kubelet does: ask, and wait until it is gone.</summary>
    public async Task StopAsync()
    {
        Connection?.Dispose();
        Connection = null;
        if (_process is { HasExited: false })
        {
            using var ask = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        Connection?.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
    }
}
