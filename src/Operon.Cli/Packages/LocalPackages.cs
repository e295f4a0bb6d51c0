using System.Globalization;

namespace Operon.Cli.Packages;

/// <summary>Packages made from the clone this program was built in: once for each state of the sources.</summary>
internal static class LocalPackages
{
    private const int KeptVersions = 4;

    /// <summary>The feed for new projects: of the clone when there is one, else the released packages.</summary>
    public static async Task<PackageFeed> EnsureAsync(TextWriter progress, CancellationToken cancellationToken) =>
        SourceTree.OfThisProgram() is { } tree ? await EnsureAsync(tree, progress, cancellationToken) : PackageFeed.Released;

    /// <summary>Packs the clone unless that was done for this state of its sources.</summary>
    /// <exception cref="CommandException">A package could not be made; the message holds the output.</exception>
    public static async Task<PackageFeed> EnsureAsync(SourceTree tree, TextWriter progress, CancellationToken cancellationToken)
    {
        // A pre-release version that begins with a letter has no leading zeros to lose.
        var version = $"0.1.0-dev.g{tree.Fingerprint()}";
        Directory.CreateDirectory(tree.PackageFolder);
        await using var onlyOne = await LockAsync(Path.Combine(tree.PackageFolder, "lock"), cancellationToken);
        var mark = Path.Combine(tree.PackageFolder, $"{version}.complete");
        if (!File.Exists(mark))
        {
            await progress.WriteLineAsync("packing Operon's libraries (once for each change of their sources) ...");
            var project = Path.Combine(tree.Root, "eng", "packages.proj");
            string[] properties = [$"-p:PackageVersion={version}", $"-p:PackageOutputPath={tree.PackageFolder}", "-nologo", "-v:quiet", "-nodeReuse:false"];
            await DotnetCommand.RunAsync(tree.Root, ["msbuild", project, "-t:Restore", .. properties], cancellationToken);
            await DotnetCommand.RunAsync(tree.Root, ["msbuild", project, "-t:Pack", .. properties], cancellationToken);
            await File.WriteAllTextAsync(mark, DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
            Prune(tree.PackageFolder);
        }

        return new PackageFeed(version, tree.PackageFolder);
    }

    /// <summary>Projects made with an older state need its packages only until they are in NuGet's own cache: a few states are kept.</summary>
    private static void Prune(string folder)
    {
        foreach (var mark in new DirectoryInfo(folder).GetFiles("*.complete").OrderByDescending(file => file.LastWriteTimeUtc).Skip(KeptVersions))
        {
            var version = Path.GetFileNameWithoutExtension(mark.Name);
            foreach (var package in Directory.EnumerateFiles(folder, $"*.{version}.*nupkg"))
            {
                File.Delete(package);
            }

            mark.Delete();
        }
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }
}
