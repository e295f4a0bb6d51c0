using System.Diagnostics;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>The measured operator as a program: compiled just in time or ahead of time.</summary>
internal sealed record SubjectBuild(string Name, string Program)
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Size of what has to be shipped: the native program alone, or the folder without the runtime.</summary>
    public long Bytes => Name == "AOT"
        ? new FileInfo(Program).Length
        : new DirectoryInfo(Path.GetDirectoryName(Program)!).EnumerateFiles().Where(file => file.Extension is ".dll" or "").Sum(file => file.Length);

    /// <summary>Publishes both forms into <paramref name="folder"/>.</summary>
    public static async Task<IReadOnlyList<SubjectBuild>> PublishAsync(string folder)
    {
        await RunAsync(Path.Combine(folder, "jit"), native: false);
        await RunAsync(Path.Combine(folder, "aot"), native: true);
        return PublishedIn(folder);
    }

    /// <summary>The two forms an earlier <see cref="PublishAsync"/> left in <paramref name="folder"/>.</summary>
    public static IReadOnlyList<SubjectBuild> PublishedIn(string folder) =>
        [new("JIT", Path.Combine(folder, "jit", "Operon.RuntimeSubject")), new("AOT", Path.Combine(folder, "aot", "Operon.RuntimeSubject"))];

    private static async Task RunAsync(string output, bool native)
    {
        var project = Path.Combine(Repository, "bench", "Operon.RuntimeSubject");
        string[] arguments = ["publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", native ? "true" : "false", "-o", output, $"-p:SubjectIsNative={native}", "-v", "quiet", "--nologo"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)) ?? throw new InvalidOperationException("dotnet did not start");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed");
        }
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks do not run inside the repository.");
    }
}
