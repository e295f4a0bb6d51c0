using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Etcd.Versions;

/// <summary>The versions of etcd that <c>eng/etcd-versions.sh</c> unpacks: 3.4 and 3.5 for certain. The script runs at most once per test process.</summary>
internal static class EtcdVersions
{
    private static readonly Lazy<Task<IReadOnlyList<EtcdBinaries>>> _all = new(UnpackAsync);

    /// <summary>All versions, oldest first.</summary>
    public static Task<IReadOnlyList<EtcdBinaries>> AllAsync() => _all.Value;

    /// <summary>The newest patch of a minor version: 3.4 or 3.5.</summary>
    public static async Task<EtcdBinaries> NewestAsync(int minor) => (await AllAsync()).Last(etcd => etcd.Version.Minor == minor);

    /// <summary>The oldest patch of a minor version: 3.4 or 3.5. Equals the newest when there is but one.</summary>
    public static async Task<EtcdBinaries> OldestAsync(int minor) => (await AllAsync()).First(etcd => etcd.Version.Minor == minor);

    /// <summary>Gives a local cluster that has not started yet a catalogue in which each tag (<c>v3.4.x</c>, <c>v3.5.x</c>) leads to its own program.</summary>
    /// <param name="dataDirectory">The cluster's data folder.</param>
    public static async Task WriteImagesAsync(string dataDirectory)
    {
        var first = (await AllAsync())[0];
        var catalogue = Read(Path.Combine(Repository, "src/Operon.LocalCluster/Images/images.json"));
        var versions = Read(Path.Combine(Path.GetDirectoryName(first.Folder)!, "images.json"));
        foreach (var entry in versions["images"]!.AsArray())
        {
            catalogue["images"]!.AsArray().Add(entry!.DeepClone());
        }

        Directory.CreateDirectory(dataDirectory);
        await File.WriteAllTextAsync(Path.Combine(dataDirectory, "images.json"), catalogue.ToJsonString());
    }

    private static JsonNode Read(string path) =>
        JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    private static async Task<IReadOnlyList<EtcdBinaries>> UnpackAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository, "eng/etcd-versions.sh")) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("eng/etcd-versions.sh did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Select(parts => new EtcdBinaries(Version.Parse(parts[0]), parts[1]))]
            : throw new InvalidOperationException($"eng/etcd-versions.sh failed: {await error}");
    }

    private static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
