namespace EndToEnd.Tutorials;

/// <summary>Follows the steps of a page. A step that only looks is repeated until it shows what the page shows, as a reader would look again.</summary>
internal sealed class TutorialReader(string folder, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan _commandLimit = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, TutorialShell> _terminals = [];

    public async Task FollowAsync(TutorialStep step)
    {
        switch (step)
        {
            case TutorialStep.Write write:
                var path = Path.Combine(await FolderAsync(), write.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, write.Content);
                break;
            case TutorialStep.Start start:
                (await TerminalAsync(start.Terminal)).Start(start.Command);
                break;
            case TutorialStep.Interrupt interrupt:
                await (await TerminalAsync(interrupt.Terminal)).InterruptAsync();
                break;
            case TutorialStep.Run run:
                await RunAsync(run);
                break;
            default:
                throw new ArgumentException($"line {step.Line}: unknown step {step.GetType().Name}", nameof(step));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in _terminals.Values.Reverse())
        {
            await terminal.DisposeAsync();
        }
    }

    private async Task RunAsync(TutorialStep.Run run)
    {
        var terminal = await TerminalAsync(run.Terminal);
        foreach (var command in run.Commands.SkipLast(1))
        {
            await OnceAsync(run, terminal, command);
        }

        var last = run.Commands[^1];
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var output = await OnceAsync(run, terminal, last);
            if (run.Output is null || ExpectedOutput.Difference(run.Output, output) is not { } difference)
            {
                return;
            }

            Assert.True(
                OnlyLooks(last) && System.Diagnostics.Stopwatch.GetElapsedTime(start) < _patience,
                $"line {run.Line}: $ {last}\n{difference}\n\n{Others(run.Terminal)}");
            await Task.Delay(500);
        }
    }

    private async Task<string> OnceAsync(TutorialStep.Run run, TutorialShell terminal, string command)
    {
        var (exitCode, output) = await terminal.RunAsync(command, _commandLimit);
        Assert.True(exitCode == 0, $"line {run.Line}: $ {command}\nexit code {exitCode}\n{output}\n\n{Others(run.Terminal)}");
        return output;
    }

    private static bool OnlyLooks(string command) =>
        command.StartsWith("kubectl get ", StringComparison.Ordinal) || command.StartsWith("kubectl describe ", StringComparison.Ordinal);

    private string Others(string but) =>
        string.Join('\n', _terminals.Where(terminal => terminal.Key != but).Select(terminal => $"terminal {terminal.Key}:\n{terminal.Value.Printed}"));

    // A new terminal opens where the first one is, with the variables the page exported there.
    private async Task<TutorialShell> TerminalAsync(string name)
    {
        if (!_terminals.TryGetValue(name, out var terminal))
        {
            var here = _terminals.Count == 0 ? folder : await FolderAsync();
            terminal = _terminals[name] = new TutorialShell(here, environment);
        }

        return terminal;
    }

    private async Task<string> FolderAsync()
    {
        var first = await TerminalAsync(TutorialPage.FirstTerminal);
        var (_, output) = await first.RunAsync("pwd", _commandLimit);
        return output.Trim();
    }
}
