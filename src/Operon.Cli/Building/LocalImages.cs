using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Operon.Cli.Kustomize;

namespace Operon.Cli.Building;

/// <summary>Images for the local clusters of this user: a published program for each, and the entry that leads an image name to it.</summary>
/// <param name="folder">Where they are kept.</param>
internal sealed class LocalImages(string folder)
{
    private static readonly TimeSpan _keepUnused = TimeSpan.FromDays(1);

    /// <summary>Makes the image known: pods that ask for it run the program. An image of that name that was there is replaced for new containers.</summary>
    /// <param name="image">Its name; local clusters do not look at tags of images that are made here.</param>
    /// <param name="published">Folder of the published program.</param>
    /// <param name="program">The executable in it.</param>
    public void Add(ImageName image, string published, string program)
    {
        var content = Path.Combine(folder, "content", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(program)))[..16]);
        if (!Directory.Exists(content))
        {
            CopyFolder(published, content);
        }

        var entry = new JsonObject
        {
            ["patterns"] = new JsonArray(Repository(image.Name)),
            ["files"] = new JsonObject { ["/app"] = content },
            ["entrypoint"] = new JsonArray($"/app/{Path.GetFileName(program)}"),
            ["workingDirectory"] = "/app",
        };
        var file = Path.Combine(folder, $"{Repository(image.Name).Replace('/', '~').Replace(':', '~')}.json");
        File.WriteAllText(file + ".new", new JsonObject { ["images"] = new JsonArray(entry) }.ToJsonString());
        File.Move(file + ".new", file, overwrite: true);
        Prune();
    }

    /// <summary>As the cluster looks images up: the registry everybody means when they name none is left out.</summary>
    private static string Repository(string name) =>
        name.StartsWith("docker.io/library/", StringComparison.Ordinal) ? name["docker.io/library/".Length..]
        : name.StartsWith("docker.io/", StringComparison.Ordinal) ? name["docker.io/".Length..]
        : name;

    private static void CopyFolder(string from, string to)
    {
        var temporary = $"{to}.{Guid.NewGuid():N}";
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(temporary, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        try
        {
            Directory.Move(temporary, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
            // Somebody else made the same at the same time.
            Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Content no image leads to any more; containers that began with it may be started again for a while.</summary>
    private void Prune()
    {
        var used = string.Concat(Directory.EnumerateFiles(folder, "*.json").Select(File.ReadAllText));
        foreach (var content in new DirectoryInfo(Path.Combine(folder, "content")).EnumerateDirectories())
        {
            if (!used.Contains(content.Name, StringComparison.Ordinal) && DateTime.UtcNow - content.LastWriteTimeUtc > _keepUnused)
            {
                content.Delete(recursive: true);
            }
        }
    }
}
