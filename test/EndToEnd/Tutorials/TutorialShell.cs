using System.Diagnostics;
using System.Text;

namespace EndToEnd.Tutorials;

/// <summary>A reader's terminal: one bash that keeps its folder and variables from command to command.</summary>
internal sealed class TutorialShell : IAsyncDisposable
{
    private readonly Process _bash;
    private readonly StringBuilder _printed = new();
    private readonly SemaphoreSlim _news = new(0);
    private Task? _staying;

    public TutorialShell(string folder, IReadOnlyDictionary<string, string> environment)
    {
        // A session of its own, so that Ctrl-C can reach all it started; shells start what goes on in the background with SIGINT ignored, and that is inherited.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", "bash", "--noprofile", "--norc"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _bash = Process.Start(start)!;
        _bash.OutputDataReceived += (_, line) => Take(line.Data);
        _bash.ErrorDataReceived += (_, line) => Take(line.Data);
        _bash.BeginOutputReadLine();
        _bash.BeginErrorReadLine();
    }

    /// <summary>All that was printed so far.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return _printed.ToString();
            }
        }
    }

    /// <summary>Runs one command; returns its exit code and what it printed.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command, TimeSpan limit)
    {
        var mark = $"--done-{Guid.NewGuid():N}--";
        var from = Printed.Length;
        await _bash.StandardInput.WriteLineAsync($"{{ {command}\n}} 2>&1 </dev/null; printf '\\n%s%s\\n' {mark} $?");
        await _bash.StandardInput.FlushAsync();
        using var timeout = new CancellationTokenSource(limit);
        while (true)
        {
            var text = Printed[from..];
            var at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0 && text.IndexOf('\n', at) is > 0 and var end)
            {
                return (int.Parse(text[(at + mark.Length)..end], System.Globalization.CultureInfo.InvariantCulture), text[..at]);
            }

            try
            {
                await _news.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"$ {command}\nstill runs after {limit}\n{text}");
            }
        }
    }

    /// <summary>Starts a command that goes on.</summary>
    public void Start(string command) => _staying = RunAsync(command, TimeSpan.FromMinutes(30));

    /// <summary>Ctrl-C: an interrupt to all the terminal started; waits until it has ended.</summary>
    public async Task InterruptAsync()
    {
        await SignalAsync("INT");
        if (_staying is { } staying)
        {
            await staying.WaitAsync(TimeSpan.FromSeconds(90));
            _staying = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_staying is not null)
        {
            await SignalAsync("INT");
            await Task.WhenAny(_staying, Task.Delay(TimeSpan.FromSeconds(60)));
        }

        _bash.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _bash.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _bash.Kill(entireProcessTree: true);
        }

        _bash.Dispose();
        _news.Dispose();
    }

    // The shell itself ignores nothing, so only its descendants are meant.
    private async Task SignalAsync(string signal)
    {
        foreach (var child in await ChildrenAsync(_bash.Id))
        {
            using var kill = Process.Start("kill", [$"-{signal}", child.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }
    }

    private static async Task<IReadOnlyList<int>> ChildrenAsync(int id)
    {
        var path = $"/proc/{id}/task/{id}/children";
        return File.Exists(path)
            ? [.. (await File.ReadAllTextAsync(path)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, System.Globalization.CultureInfo.InvariantCulture))]
            : [];
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_printed)
            {
                _printed.Append(line).Append('\n');
            }

            _news.Release();
        }
    }
}
