using System.Diagnostics;
using Operon.Etcd.Membership;
using Operon.Etcd.Tests.Membership;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>A member whose data directory outlives its process: it can be stopped, killed, wiped, damaged and started again.</summary>
internal sealed class DurableMember : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("operon-etcd-").FullName;
    private Process? _process;

    public DurableMember(string name)
    {
        Name = name;
        PeerUrl = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        ClientUrl = new Uri($"http://127.0.0.1:{EtcdProcess.FreePort()}");
        Connection = new MemberDialer(null).Connect(ClientUrl, null, null);
    }

    public string Name { get; }

    public string PeerUrl { get; }

    public Uri ClientUrl { get; }

    public IMemberConnection Connection { get; }

    public bool IsRunning => _process is { HasExited: false };

    private string DataDirectory => Path.Combine(_directory, "data");

    private string Database => Path.Combine(DataDirectory, "member", "snap", "db");

    public void Start(IEnumerable<DurableMember> cluster, bool isNew = true, params string[] more)
    {
        var start = new ProcessStartInfo(EtcdProcess.Program!)
        {
            ArgumentList =
            {
                $"--name={Name}", $"--data-dir={DataDirectory}", $"--listen-client-urls={ClientUrl.OriginalString}", $"--advertise-client-urls={ClientUrl.OriginalString}",
                $"--listen-peer-urls={PeerUrl}", $"--initial-advertise-peer-urls={PeerUrl}",
                $"--initial-cluster={string.Join(',', cluster.Select(member => $"{member.Name}={member.PeerUrl}"))}",
                $"--initial-cluster-state={(isNew ? "new" : "existing")}", "--heartbeat-interval=50", "--election-timeout=500", "--log-level=error",
            },
        };
        foreach (var argument in more)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Ends it in an orderly way, as the kubelet does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var signal = Process.Start("kill", [$"{_process!.Id}"]);
        await signal.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public Task ExitsAsync(CancellationToken cancellationToken) => _process!.WaitForExitAsync(cancellationToken);

    public void Wipe() => Directory.Delete(DataDirectory, recursive: true);

    /// <summary>Changes bytes of a value in the database file, as a failing disk would.</summary>
    public void Damage(string value)
    {
        var bytes = File.ReadAllBytes(Database);
        var marker = System.Text.Encoding.UTF8.GetBytes(value);
        var damaged = 0;
        for (var at = bytes.AsSpan().IndexOf(marker); at >= 0; at = bytes.AsSpan().IndexOf(marker))
        {
            bytes.AsSpan(at, marker.Length).Fill((byte)'#');
            damaged++;
        }

        Assert.True(damaged > 0, $"{value} is not in the database of {Name}");
        File.WriteAllBytes(Database, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        if (IsRunning)
        {
            await KillAsync(CancellationToken.None);
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
