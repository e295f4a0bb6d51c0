using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Sandboxing;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Sandboxing;

[RunsInNamespace]
public sealed class SandboxTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact(Explicit = true)]
    public async Task A_container_has_its_own_address_host_name_and_root()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var network = await ClusterNetwork.CreateAsync(_directory.File("data"), cancellationToken);
        var pod = await network.AddPodAsync("uid-1", cancellationToken);
        var output = new RecordedOutput();

        var container = await SandboxProcess.StartAsync(Spec(["sh", "-c", "hostname -I; cat /proc/sys/kernel/hostname; ls -d /work /root; exit 7"], pod), output);

        Assert.Equal(7, await container.Exit.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken));
        Assert.Contains(pod.Address.ToString(), output.Text, StringComparison.Ordinal);
        Assert.Contains("box", output.Lines);
        Assert.Contains("/root", output.Lines);
    }

    [Fact(Explicit = true)]
    public async Task Stops_gracefully_on_terminate_and_hard_after_the_grace_period()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = new RecordedOutput();
        var polite = await SandboxProcess.StartAsync(Spec(["sh", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"]), output);
        var stubborn = await SandboxProcess.StartAsync(Spec(["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"]), output);
        await Eventually.TrueAsync(() => output.Lines.Count(line => line == "up") == 2, "both containers are up");

        await polite.StopAsync(Signals.Terminate, TimeSpan.FromSeconds(20), TimeProvider.System, cancellationToken);
        await stubborn.StopAsync(Signals.Terminate, TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);

        Assert.Equal(3, await polite.Exit);
        Assert.Contains("bye", output.Lines);
        Assert.Equal(137, await stubborn.Exit);
    }

    [Fact(Explicit = true)]
    public async Task Exec_runs_in_the_container()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = new RecordedOutput();
        var container = await SandboxProcess.StartAsync(Spec(["sh", "-c", "echo secret >/tmp/file; echo up; exec sleep 60"]), output);
        await Eventually.TrueAsync(() => output.Lines.Contains("up"), "the container is up");

        var result = await SandboxExec.RunAsync(container, ["sh", "-c", "cat /tmp/file; cat /proc/sys/kernel/hostname; pwd; exit 4"], TimeSpan.FromSeconds(20), cancellationToken);
        var timeout = SandboxExec.RunAsync(container, ["sleep", "50"], TimeSpan.FromMilliseconds(100), cancellationToken);

        Assert.Equal(new CommandResult(4, "secret\nbox\n/tmp\n", ""), result);
        await Assert.ThrowsAsync<TimeoutException>(() => timeout);
        container.Kill();
        Assert.Equal(137, await container.Exit.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken));
    }

    private SandboxSpec Spec(IReadOnlyList<string> command, PodNetwork? pod = null)
    {
        foreach (var name in (string[])["group", "hostname", "hosts", "nsswitch.conf", "passwd", "resolv.conf"])
        {
            File.WriteAllText(_directory.File(name), "");
        }

        return new SandboxSpec
        {
            NetworkNamespace = pod?.NamespacePath,
            HostName = "box",
            Command = command,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin" },
            WorkingDirectory = "/tmp",
            EtcDirectory = _directory.Path,
        };
    }
}
