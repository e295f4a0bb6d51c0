using System.Diagnostics;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>A running container: bubblewrap, its init and the application.</summary>
internal sealed class SandboxProcess
{
    private readonly Process _process;
    private int? _applicationId;

    private SandboxProcess(Process process, SandboxSpec spec, IOutputSink sink)
    {
        _process = process;
        Spec = spec;
        Exit = WaitAsync(sink);
    }

    public SandboxSpec Spec { get; }

    /// <summary>Process id of the outer bubblewrap, in the cluster's namespace.</summary>
    public int Id => _process.Id;

    /// <summary>Ends with the container's exit code (128+n after signal n) once its output is read to the end.</summary>
    public Task<int> Exit { get; }

    public static async Task<SandboxProcess> StartAsync(SandboxSpec spec, IOutputSink sink)
    {
        var bubblewrap = HostPrograms.Require("bwrap");
        var arguments = BubblewrapArguments.Build(spec);
        var start = spec.NetworkNamespace is null
            ? new ProcessStartInfo(bubblewrap, arguments)
            : new ProcessStartInfo(HostPrograms.Require("nsenter"), [$"--net={spec.NetworkNamespace}", bubblewrap, .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var process = await SpawnThread.StartAsync(start);
        process.StandardInput.Close();
        return new SandboxProcess(process, spec, sink);
    }

    /// <summary>
    /// Process id of the application itself: signals must go there, because bubblewrap's own processes do not pass them on.
    /// Null when it has ended or has not started within <paramref name="deadline"/>.
    /// </summary>
    public async Task<int?> ApplicationIdAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (_applicationId is null && !Exit.IsCompleted && Stopwatch.GetElapsedTime(start) < deadline)
        {
            if (ProcessTree.Children(Id) is [var init, ..] && ProcessTree.Children(init) is [var application, ..])
            {
                _applicationId = application;
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }

        return Exit.IsCompleted ? null : _applicationId;
    }

    public async Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        if (await ApplicationIdAsync(TimeSpan.FromSeconds(5), cancellationToken) is { } id)
        {
            _ = NativeMethods.Kill(id, signal);
        }
    }

    /// <summary>Kills every process of the container at once.</summary>
    public void Kill()
    {
        if (Exit.IsCompleted)
        {
            return;
        }

        foreach (var init in ProcessTree.Children(Id))
        {
            _ = NativeMethods.Kill(init, Signals.Kill);
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    /// <summary>Sends <paramref name="signal"/>, waits for <paramref name="grace"/> and kills what is left.</summary>
    public async Task StopAsync(int signal, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (grace > TimeSpan.Zero)
        {
            await SignalAsync(signal, cancellationToken);
            try
            {
                await Exit.WaitAsync(grace, time, cancellationToken);
                return;
            }
            catch (TimeoutException)
            {
            }
        }

        Kill();
        await Exit.WaitAsync(cancellationToken);
    }

    private async Task<int> WaitAsync(IOutputSink sink)
    {
        await Task.Yield();
        var output = OutputPump.RunAsync(_process.StandardOutput.BaseStream, OutputStream.Stdout, sink);
        var error = OutputPump.RunAsync(_process.StandardError.BaseStream, OutputStream.Stderr, sink);
        await _process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return _process.ExitCode;
    }
}
