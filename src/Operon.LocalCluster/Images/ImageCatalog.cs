using System.IO.Enumeration;
using System.Text.Json;

namespace Operon.LocalCluster.Images;

/// <summary>The images this machine knows. See docs/images.md.</summary>
internal sealed class ImageCatalog(IReadOnlyList<ImageEntry> entries)
{
    /// <summary>Environment variable with the path of a file with further entries.</summary>
    public const string MoreVariable = "OPERON_IMAGES";

    private const string FileName = "images.json";

    public IReadOnlyList<ImageEntry> Entries { get; } = entries;

    /// <summary>All patterns, for messages.</summary>
    public IReadOnlyList<string> KnownImages => [.. Entries.SelectMany(entry => entry.Patterns).Distinct()];

    /// <summary>The catalogue this build brings.</summary>
    public static ImageCatalog BuiltIn { get; } = Parse(BuiltInText(), "the built-in catalogue");

    /// <summary>Reads the user's copy in the data directory; writes the built-in catalogue there first when there is none.</summary>
    /// <param name="dataDirectory">The cluster's data folder.</param>
    /// <param name="more">A file with further entries, which come after the catalogue's; null or empty for none.</param>
    public static ImageCatalog Load(string dataDirectory, string? more = null)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(dataDirectory);
            File.WriteAllText(path, BuiltInText());
        }

        var catalog = Parse(File.ReadAllText(path), path);
        if (string.IsNullOrEmpty(more))
        {
            return catalog;
        }

        return File.Exists(more)
            ? new ImageCatalog([.. catalog.Entries, .. Parse(File.ReadAllText(more), more).Entries])
            : throw new InvalidDataException($"{MoreVariable} names {more}, which does not exist; unset it, or name a file of the form of {FileName}.");
    }

    public static ImageCatalog Parse(string json, string origin)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, ImageJson.Default.ImageCatalogFile) ?? throw new JsonException("the document is null");
            return new ImageCatalog(file.Images);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The image catalogue {origin} is not valid: {error.Message} Mend it, or delete it to get the built-in one back.", error);
        }
    }

    /// <summary>Entries for the image, in the order of the file: several may offer different versions.</summary>
    public IReadOnlyList<ImageEntry> Find(ImageReference image) =>
        [.. Entries.Where(entry => entry.Patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, image.Repository, ignoreCase: false)))];

    private static string BuiltInText()
    {
        using var stream = typeof(ImageCatalog).Assembly.GetManifestResourceStream("images.json")
            ?? throw new InvalidOperationException("The build lacks the embedded images.json.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
