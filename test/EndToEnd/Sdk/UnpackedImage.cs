using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using EndToEnd.Clusters;

namespace EndToEnd.Sdk;

/// <summary>The file system of an image archive, unpacked as a container engine would.</summary>
internal sealed class UnpackedImage : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("operon-image-").FullName;
    private JsonObject _config = [];

    private UnpackedImage()
    {
    }

    /// <summary>Reads the archive by its <c>manifest.json</c>, as <c>docker load</c> does.</summary>
    public static async Task<UnpackedImage> OpenAsync(string tar, CancellationToken cancellationToken)
    {
        var image = new UnpackedImage();
        using var archive = new TemporaryExtraction(tar);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(archive["manifest.json"], cancellationToken))![0]!;
        image._config = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(archive[manifest["Config"]!.ToString()], cancellationToken))!["config"]!;
        foreach (var layer in (JsonArray)manifest["Layers"]!)
        {
            await using var packed = File.OpenRead(archive[layer!.ToString()]);
            await using var content = new GZipStream(packed, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(content, image._root, overwriteFiles: true, cancellationToken);
        }

        return image;
    }

    /// <summary>Runs the entry point with nothing of this machine but the kernel, as the image's user.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments)
    {
        var user = _config["User"]!.ToString().Split(':');
        string[] sandbox = ["--unshare-all", "--uid", user[0], "--gid", user[1], "--bind", _root, "/", "--proc", "/proc", "--dev", "/dev", "--clearenv", "--chdir", _config["WorkingDir"]!.ToString()];
        return Command.RunAsync("bwrap", [.. sandbox, .. ((JsonArray)_config["Entrypoint"]!).Select(word => word!.ToString()), .. arguments]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class TemporaryExtraction : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("operon-archive-").FullName;

        public TemporaryExtraction(string tar) => TarFile.ExtractToDirectory(tar, _folder, overwriteFiles: true);

        public string this[string path] => Path.Combine(_folder, path);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
