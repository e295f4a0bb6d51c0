using System.Globalization;

namespace Operon.LocalCluster.Volumes;

/// <summary>
/// Replaces all files of a directory at once: they live in a dated folder to which the link <c>..data</c> points, and each visible
/// name is a link through <c>..data</c>. Readers see the old set or the new one, never a mixture.
/// </summary>
internal static class AtomicDirectory
{
    private const string Data = "..data";

    /// <summary>Writes the files when they differ from what is there. Returns whether they did.</summary>
    public static bool Write(string directory, IReadOnlyList<VolumeFile> files, DateTimeOffset now)
    {
        Directory.CreateDirectory(directory);
        var link = Path.Combine(directory, Data);
        var present = Directory.Exists(link) ? new DirectoryInfo(link).LinkTarget : null;
        if (present is not null && IsSame(Path.Combine(directory, present), files))
        {
            return false;
        }

        var version = string.Create(CultureInfo.InvariantCulture, $"..{now:yyyy_MM_dd_HH_mm_ss}.{Random.Shared.Next():x8}");
        foreach (var file in files)
        {
            WriteFile(Path.Combine(directory, version, file.Path), file);
        }

        Directory.CreateDirectory(Path.Combine(directory, version));
        var temporary = Path.Combine(directory, "..data_tmp");
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, version);
        Sandboxing.NativeMethods.Rename(temporary, link);
        LinkNames(directory, files);
        if (present is not null)
        {
            Directory.Delete(Path.Combine(directory, present), recursive: true);
        }

        return true;
    }

    private static void WriteFile(string path, VolumeFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        File.SetUnixFileMode(path, (UnixFileMode)(file.Mode & 0x1ff));
    }

    private static void LinkNames(string directory, IReadOnlyList<VolumeFile> files)
    {
        var names = files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var path = Path.Combine(directory, name);
            if (new FileInfo(path).LinkTarget is null)
            {
                File.CreateSymbolicLink(path, $"{Data}/{name}");
            }
        }

        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null && entry.Name != Data && !names.Contains(entry.Name))
            {
                entry.Delete();
            }
        }
    }

    private static bool IsSame(string directory, IReadOnlyList<VolumeFile> files)
    {
        var present = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).ToList();
        return present.Count == files.Count && files.All(file =>
            Path.Combine(directory, file.Path) is var path && File.Exists(path)
            && (int)File.GetUnixFileMode(path) == (file.Mode & 0x1ff)
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content));
    }
}
