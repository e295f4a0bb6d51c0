using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class TerminationSignalsTests
{
    [Fact]
    public async Task The_first_signal_cancels_and_the_second_exits_with_code_1()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("this system has no signals to send");
            return;
        }

        var exits = new List<int>();
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A signal that does nothing by default: others of this process are not disturbed.
        using var counter = new SignalCounter([PosixSignal.SIGWINCH], code =>
        {
            exits.Add(code);
            exited.SetResult();
        });
        await SendAsync();
        await Eventually.TrueAsync(() => counter.Token.IsCancellationRequested);
        Assert.Empty(exits);

        await SendAsync();
        await exited.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal([1], exits);
    }

    private static async Task SendAsync()
    {
        using var kill = Process.Start("kill", ["-WINCH", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
