using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Tests.Membership;

/// <summary>A real etcd on loopback, with a data directory of its own.</summary>
internal sealed class EtcdProcess : IAsyncDisposable
{
    private readonly ProcessStartInfo _start;
    private Process _process;
    private readonly string _directory;

    private EtcdProcess(string name, int clientPort, string peerUrl, string initialCluster, bool isSeed, string? program = null)
    {
        Name = name;
        PeerUrl = peerUrl;
        var clientUrl = $"http://127.0.0.1:{clientPort}";
        ClientUrl = new Uri(clientUrl);
        _directory = Directory.CreateTempSubdirectory("operon-etcd-").FullName;
        _start = new ProcessStartInfo(program ?? Program!)
        {
            ArgumentList =
            {
                $"--name={name}", $"--data-dir={_directory}", $"--listen-client-urls={clientUrl}", $"--advertise-client-urls={clientUrl}",
                $"--listen-peer-urls={peerUrl}", $"--initial-advertise-peer-urls={peerUrl}", $"--initial-cluster={initialCluster}",
                $"--initial-cluster-state={(isSeed ? "new" : "existing")}", "--unsafe-no-fsync", "--heartbeat-interval=50", "--election-timeout=500",
            },
            Environment = { ["ETCD_UNSUPPORTED_ARCH"] = "arm64" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Run();
        Connection = new MemberDialer(null).Connect(ClientUrl, null, null);
    }

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "etcd")).FirstOrDefault(File.Exists);

    public string Name { get; }

    public string PeerUrl { get; }

    public Uri ClientUrl { get; }

    public IMemberConnection Connection { get; }

    public static EtcdProcess Seed(string name, string? program = null)
    {
        var peer = $"http://127.0.0.1:{FreePort()}";
        return new EtcdProcess(name, FreePort(), peer, $"{name}={peer}", isSeed: true, program);
    }

    public static EtcdProcess Joining(string name, string peerUrl, MemberList list) => new(
        name,
        FreePort(),
        peerUrl,
        string.Join(',', list.Members.Select(member => $"{(member.PeerUrls[0] == peerUrl ? name : member.Name)}={member.PeerUrls[0]}")),
        isSeed: false);

    /// <summary>Members that found a cluster together.</summary>
    public static List<EtcdProcess> Together(string program, params string[] names)
    {
        var peers = names.ToDictionary(name => name, _ => $"http://127.0.0.1:{FreePort()}");
        var all = string.Join(',', peers.Select(peer => $"{peer.Key}={peer.Value}"));
        return [.. peers.Select(peer => new EtcdProcess(peer.Key, FreePort(), peer.Value, all, isSeed: true, program))];
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Kill() => _process.Kill();

    /// <summary>Kills the process and starts it again with its data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        _process = Run();
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Process Run()
    {
        var process = Process.Start(_start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
