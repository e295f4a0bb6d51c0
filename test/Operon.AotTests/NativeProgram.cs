using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Operon.Hosting.Tests;
using Xunit;

namespace Operon.AotTests;

/// <summary>
/// A program published ahead of time. The executable is kept under <c>.operon/aot</c> by a fingerprint of everything it is made of, so that only a
/// change pays for the compiler's minutes.
/// </summary>
/// <param name="Project">Folder of the program's project.</param>
/// <param name="Executable">File name of the program.</param>
/// <param name="Sources">Folders beside the project and the libraries whose files are compiled into it.</param>
/// <param name="Arguments">What else <c>dotnet publish</c> is told.</param>
internal sealed record NativeProgram(string Project, string Executable, IReadOnlyList<string> Sources, params IReadOnlyList<string> Arguments)
{
    private static readonly string[] _libraries = ["src/Operon.Kubernetes", "src/Operon.Runtime", "src/Operon.Generators", "src/Operon.Cel"];

    // Ends a compiler that hangs, not one on a slow machine.
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(45);

    private static string Repository => HelloScenario.Repository;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<string> PublishAsync()
    {
        var target = Path.Combine(Repository, ".operon", "aot", Executable, await FingerprintAsync());
        var program = Path.Combine(target, Executable);
        if (File.Exists(program))
        {
            return program;
        }

        var work = $"{target}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        try
        {
            await PublishAsync(work);
            foreach (var older in Directory.GetDirectories(Path.GetDirectoryName(target)!).Where(folder => folder != work))
            {
                Directory.Delete(older, recursive: true);
            }

            Directory.Move(work, target);
            return program;
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    /// <summary>Whether the program holds a JSON field's name.</summary>
    public static async Task<bool> HoldsAsync(string program, string field) =>
        (await File.ReadAllBytesAsync(program, Cancellation)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(field)) >= 0;

    private async Task PublishAsync(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", [
            "publish", Path.Combine(Repository, Project), "-c", "Release", "--use-current-runtime",
            "-o", folder, "-nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. Arguments,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(_deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            var said = $"{await output}{await errors}";

            // Warnings of the trimmer and the compiler are errors already; this also sees those nobody turned into errors.
            Assert.True(process.ExitCode == 0 && !said.Contains("warning", StringComparison.OrdinalIgnoreCase), said);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task<string> FingerprintAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Environment.Version.ToString()));
        var files = _libraries.Append(Project).Concat(Sources)
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository, project), "*", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Repository, "Directory.*.props"))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{Path.GetRelativePath(Repository, file)}\n"));
            hash.AppendData(await File.ReadAllBytesAsync(file, Cancellation));
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..32];
    }
}
