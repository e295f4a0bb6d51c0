using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Operon.Cli.Building;

/// <summary>The shared libraries a native program needs, found on this machine.</summary>
internal static partial class SharedLibraries
{
    /// <summary>What .NET opens by name when it speaks TLS.</summary>
    private static readonly string[] _openedByName = ["libssl.so.3", "libcrypto.so.3"];

    /// <summary>Where the loader looks when the cache has no answer.</summary>
    private static readonly string[] _folders = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"];

    /// <summary>
    /// Path in the image and file of this machine for the program's interpreter, its libraries and theirs. Throws <see cref="CommandException"/> naming a library that is not installed.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(string program)
    {
        var known = Cache();
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var executable = ElfFile.Read(program);
        if (executable.Interpreter is { } interpreter)
        {
            found[interpreter] = Real(interpreter);
        }

        var open = new Queue<string>([.. executable.Needed, .. _openedByName]);
        while (open.TryDequeue(out var name))
        {
            var path = Locate(name, known)
                ?? throw new CommandException($"the library {name}, which {program} needs, is not on this machine.\n  remedy: sudo apt-get install -y libssl3 zlib1g libgcc-s1, or build with the project's Dockerfile");
            if (found.TryAdd(path, Real(path)))
            {
                foreach (var needed in ElfFile.Read(found[path]).Needed)
                {
                    open.Enqueue(needed);
                }
            }
        }

        return found;
    }

    private static string? Locate(string name, Dictionary<string, string> known) =>
        known.TryGetValue(name, out var path) ? path : _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Real(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>The loader's own cache. The first entry of a name is the one it takes.</summary>
    private static Dictionary<string, string> Cache()
    {
        var start = new ProcessStartInfo("/sbin/ldconfig", "-p") { RedirectStandardOutput = true, UseShellExecute = false };
        var libraries = new Dictionary<string, string>(StringComparer.Ordinal);
        using var process = Process.Start(start) ?? throw new CommandException("/sbin/ldconfig could not be started.");
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Entry().Match(line) is { Success: true } match)
            {
                libraries.TryAdd(match.Groups[1].Value, match.Groups[2].Value);
            }
        }

        return libraries;
    }

    [GeneratedRegex("^\\s+(\\S+) \\(libc6,(?:x86-64|AArch64)[^)]*\\) => (\\S+)$")]
    private static partial Regex Entry();
}
