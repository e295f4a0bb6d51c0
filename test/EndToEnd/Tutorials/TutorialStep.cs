namespace EndToEnd.Tutorials;

/// <summary>One thing a tutorial page asks its reader to do.</summary>
internal abstract record TutorialStep(int Line)
{
    /// <summary>Type these commands, in the terminal of that name; the last one prints <paramref name="Output"/> (null: whatever).</summary>
    public sealed record Run(int Line, string Terminal, IReadOnlyList<string> Commands, string? Output) : TutorialStep(Line);

    /// <summary>Start this in the terminal of that name, where it goes on.</summary>
    public sealed record Start(int Line, string Terminal, string Command) : TutorialStep(Line);

    /// <summary>Press Ctrl-C in the terminal of that name.</summary>
    public sealed record Interrupt(int Line, string Terminal) : TutorialStep(Line);

    /// <summary>Make this the content of a file.</summary>
    public sealed record Write(int Line, string Path, string Content) : TutorialStep(Line);
}
