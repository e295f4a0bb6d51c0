using System.Formats.Tar;
using System.Text;

namespace Operon.Cli.Building;

/// <summary>The file system of an image that is made from nothing: a native program, the libraries it needs, certificate authorities and a user without rights.</summary>
internal static class RootFilesystem
{
    /// <summary>The user of the program, as in distroless images.</summary>
    public const int UserId = 65532;

    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";
    private static readonly DateTimeOffset _time = DateTimeOffset.UnixEpoch;

    /// <summary>Writes it as a tar, with the same bytes for the same files.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="folder">Folder of the published program, which becomes <c>/app</c>.</param>
    /// <param name="program">The executable in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(Stream output, string folder, string program, CancellationToken cancellationToken)
    {
        if (!File.Exists(Certificates))
        {
            throw new CommandException($"{Certificates} is missing: without it the operator trusts nobody.\n  remedy: sudo apt-get install -y ca-certificates");
        }

        var files = new SortedDictionary<string, (string? Source, string? Text)>(StringComparer.Ordinal)
        {
            [Certificates] = (Certificates, null),
            ["/etc/passwd"] = (null, $"root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:{UserId}:{UserId}:nonroot:/home/nonroot:/sbin/nologin\n"),
            ["/etc/group"] = (null, $"root:x:0:\nnonroot:x:{UserId}:\n"),
            ["/etc/nsswitch.conf"] = (null, "hosts: files dns\n"),
        };
        foreach (var (path, source) in SharedLibraries.Of(program))
        {
            files[path] = (source, null);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            files[$"/app/{Path.GetRelativePath(folder, file)}"] = (file, null);
        }

        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var directory in Directories(files.Keys))
        {
            var entry = New(TarEntryType.Directory, directory + "/", directory is "tmp" ? "1777" : "755");
            if (directory == "home/nonroot")
            {
                (entry.Uid, entry.Gid) = (UserId, UserId);
            }

            await tar.WriteEntryAsync(entry, cancellationToken);
        }

        foreach (var (path, (source, text)) in files)
        {
            await using var content = source is not null ? File.OpenRead(source) : (Stream)new MemoryStream(Encoding.UTF8.GetBytes(text!));
            var entry = New(TarEntryType.RegularFile, path.TrimStart('/'), source == program || path.Contains(".so", StringComparison.Ordinal) ? "755" : "644");
            entry.DataStream = content;
            await tar.WriteEntryAsync(entry, cancellationToken);
        }
    }

    private static SortedSet<string> Directories(IEnumerable<string> files)
    {
        var directories = new SortedSet<string>(StringComparer.Ordinal) { "tmp", "home", "home/nonroot" };
        foreach (var file in files)
        {
            for (var slash = file.IndexOf('/', 1); slash > 0; slash = file.IndexOf('/', slash + 1))
            {
                directories.Add(file[1..slash]);
            }
        }

        return directories;
    }

    private static PaxTarEntry New(TarEntryType type, string name, string mode) =>
        new(type, name) { Mode = (UnixFileMode)Convert.ToInt32(mode, 8), ModificationTime = _time };
}
