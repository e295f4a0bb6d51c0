using System.Diagnostics;
using Spectre.Console;

namespace Operon.Cli.Demo;

/// <summary>Tells the story: colours and a live status line on a terminal, plain lines elsewhere.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _step;

    public bool IsInteractive => console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal;

    private string Elapsed => $"{Stopwatch.GetElapsedTime(_start).TotalSeconds,6:0.0}s";

    /// <summary>Starts a step of the story. <paramref name="command"/> is what one would type to do the same.</summary>
    public void Step(string title, string? command = null)
    {
        _step++;
        console.WriteLine();
        Write($"{_step}. {title}", "bold yellow");
        if (command is not null)
        {
            Write($"   $ {command}", "grey");
        }
    }

    /// <summary>Something happened.</summary>
    public void Note(string text) => Write($"{Elapsed}  {text}", null);

    /// <summary>Something was verified.</summary>
    public void Verified(string text) => Write($"{Elapsed}  ok: {text}", "green");

    /// <summary>A line without time, for closing words.</summary>
    public void Line(string text = "") => Write(text, null);

    /// <summary>Shows the members as etcd reports them.</summary>
    public void Members(string source, IReadOnlyList<EtcdMemberView> members)
    {
        Note($"etcd's own member list, asked of {source}:");
        Write($"         {"ID",-17} {"NAME",-34} {"ROLE",-9} {"VERSION",-8} {"INDEX",6}  HEALTH", "bold");
        foreach (var member in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            Write($"         {member.Id,-17:x} {member.Name,-34} {member.Role,-9} {member.Version ?? "-",-8} {member.RaftIndex,6}  {(member.IsHealthy ? "healthy" : "no answer")}", null);
        }
    }

    /// <summary>Runs a wait with a live status line on terminals. The action reports through the given callback.</summary>
    public Task WaitAsync(string title, Func<Action<string>, Task> wait) => IsInteractive
        ? console.Status().StartAsync(Markup.Escape(title), context => wait(text => context.Status(Markup.Escape($"{title}: {text}"))))
        : wait(text => Note($"{title}: {text}"));

    private void Write(string text, string? style)
    {
        // Plain writes keep long lines whole; Spectre would wrap them at 80 columns when the output is a file.
        if (style is null || !IsInteractive)
        {
            console.Profile.Out.Writer.WriteLine(text);
        }
        else
        {
            console.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");
        }
    }
}
