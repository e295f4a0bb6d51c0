namespace Operon.LocalCluster.Images;

/// <summary>
/// Images of this user's own making: files <c>*.json</c> in the form of <c>images.json</c>, which running clusters look at again whenever they need an image. They come before
/// the catalogue.
/// </summary>
/// <param name="path">The folder; need not exist.</param>
internal sealed class ImageFolder(string path)
{
    /// <summary>Entries for the image. Throws <see cref="InvalidDataException"/> naming the file when one cannot be read.</summary>
    public IReadOnlyList<ImageEntry> Find(ImageReference image)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).SelectMany(file => Read(file, image))];
    }

    private static IReadOnlyList<ImageEntry> Read(string file, ImageReference image)
    {
        try
        {
            return ImageCatalog.Parse(File.ReadAllText(file), file).Find(image);
        }
        catch (FileNotFoundException)
        {
            // Made anew just now: the next look finds it.
            return [];
        }
    }
}
