using System.Diagnostics;
using Operon.Etcd.Membership;
using Operon.Etcd.Tests.Membership;
using Operon.Etcd.Versions;
using Xunit;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>A member whose data directory outlives its process: it can be stopped, killed, wiped, damaged and started again.</summary>
internal sealed class DurableMember : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("operon-etcd-").FullName;
    private readonly string _program;
    private Process? _process;

    public DurableMember(string name, EtcdBinaries etcd)
    {
        _program = etcd.Etcd;
        Name = name;
        PeerUrl = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        ClientUrl = new Uri($"http://127.0.0.1:{EtcdProcess.FreePort()}");
        Connection = new MemberDialer(null).Connect(ClientUrl, null, null);
    }

    public string Name { get; }

    public string PeerUrl { get; }

    public Uri ClientUrl { get; }

    public IMemberConnection Connection { get; }

    /// <summary>The last it said on its error output.</summary>
    public string LastWords
    {
        get
        {
            lock (_words)
            {
                return string.Join('\n', _words);
            }
        }
    }

    public bool IsRunning => _process is { HasExited: false };

    private readonly Queue<string> _words = [];

    private string DataDirectory => Path.Combine(_directory, "data");

    private string Database => Path.Combine(DataDirectory, "member", "snap", "db");

    public void Start(IEnumerable<DurableMember> cluster, bool isNew = true, params string[] more)
    {
        var start = new ProcessStartInfo(_program)
        {
            ArgumentList =
            {
                $"--name={Name}", $"--data-dir={DataDirectory}", $"--listen-client-urls={ClientUrl.OriginalString}", $"--advertise-client-urls={ClientUrl.OriginalString}",
                $"--listen-peer-urls={PeerUrl}", $"--initial-advertise-peer-urls={PeerUrl}",
                $"--initial-cluster={string.Join(',', cluster.Select(member => $"{member.Name}={member.PeerUrl}"))}",
                $"--initial-cluster-state={(isNew ? "new" : "existing")}", "--heartbeat-interval=50", "--election-timeout=500", "--logger=zap", "--log-level=error",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in more)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
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

    private void Note(string? line)
    {
        lock (_words)
        {
            _words.Enqueue(line ?? "");
            while (_words.Count > 20)
            {
                _words.Dequeue();
            }
        }
    }
}
