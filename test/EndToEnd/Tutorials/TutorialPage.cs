using System.Text.RegularExpressions;

namespace EndToEnd.Tutorials;

/// <summary>
/// Reads the steps out of a Markdown page. What counts are code fences: <c>```sh</c> (commands; <c>terminal=NAME</c> types them elsewhere, <c>stays</c> leaves the
/// one command running), <c>```text</c> after one (what its last command prints), <c>```LANGUAGE file=PATH</c> (a file), and the comment
/// <c>&lt;!-- interrupt NAME --&gt;</c>.
/// </summary>
internal static partial class TutorialPage
{
    public const string FirstTerminal = "first";

    public static IReadOnlyList<TutorialStep> Read(string markdown)
    {
        var steps = new List<TutorialStep>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Interrupt().Match(lines[i]) is { Success: true } interrupt)
            {
                steps.Add(new TutorialStep.Interrupt(i + 1, interrupt.Groups[1].Value));
            }
            else if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var start = i + 1;
                var end = Array.IndexOf(lines, "```", start);
                Assert.True(end > 0, $"line {start}: the code fence is never closed");
                Add(steps, start, fence.Groups[1].Value, fence.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), lines[start..end]);
                i = end;
            }
        }

        return steps;
    }

    private static void Add(List<TutorialStep> steps, int line, string language, string[] options, string[] content)
    {
        string? Option(string name) => options.FirstOrDefault(option => option.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];

        if (Option("file") is { } path)
        {
            steps.Add(new TutorialStep.Write(line, path, string.Join('\n', content) + "\n"));
        }
        else if (language == "sh" && options.Contains("stays"))
        {
            steps.Add(new TutorialStep.Start(line, Option("terminal") ?? FirstTerminal, Assert.Single(Commands(content))));
        }
        else if (language == "sh")
        {
            steps.Add(new TutorialStep.Run(line, Option("terminal") ?? FirstTerminal, Commands(content), null));
        }
        else if (language == "text" && steps is [.., TutorialStep.Run { Output: null } run])
        {
            steps[^1] = run with { Output = string.Join('\n', content) };
        }
    }

    // A command may go on in the next line after a backslash; what follows two blanks and a hash is the author's remark.
    private static List<string> Commands(string[] lines) =>
        [.. Remark().Replace(string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal), "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    [GeneratedRegex(@"^```(\w+)(.*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!-- interrupt (\w+) -->$")]
    private static partial Regex Interrupt();

    [GeneratedRegex(@"(^|\s{2,})#.*$", RegexOptions.Multiline)]
    private static partial Regex Remark();
}
