using System.Diagnostics;
using System.Globalization;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>One run of the measured operator: what it prints, by name.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly Process _process;

    private Subject(Process process) => _process = process;

    public Dictionary<string, double> Values { get; } = [];

    public static Subject Start(SubjectBuild build, params string[] arguments) => Start(build, [], arguments);

    public static Subject Start(SubjectBuild build, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(build.Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Subject(Process.Start(start) ?? throw new InvalidOperationException($"{build.Program} did not start"));
    }

    /// <summary>Reads until the line <paramref name="mark"/>; null reads to the end.</summary>
    public async Task UntilAsync(string? mark)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == mark)
            {
                return;
            }

            if (line.Split(' ') is [var name, var value])
            {
                Values[name] = double.Parse(value, CultureInfo.InvariantCulture);
            }
        }

        if (mark is not null)
        {
            throw new InvalidOperationException($"The measured process ended before it said '{mark}'.");
        }
    }

    public Task GoOnAsync() => _process.StandardInput.WriteLineAsync();

    /// <summary>Lets it finish and reads the rest.</summary>
    public async Task<Dictionary<string, double>> FinishAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await UntilAsync(null);
        await _process.WaitForExitAsync();
        return Values;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
