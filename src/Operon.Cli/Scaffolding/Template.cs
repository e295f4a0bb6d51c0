namespace Operon.Cli.Scaffolding;

/// <summary>A folder of <c>Templates/</c>, embedded in the program.</summary>
internal static class Template
{
    private const string Prefix = "Templates/";

    /// <summary>The files of a folder with their tokens replaced: path relative to the project, and text. A path part that begins with <c>dot-</c> begins with a dot.</summary>
    public static IEnumerable<(string Path, string Text)> Render(string folder, Tokens tokens)
    {
        var prefix = $"{Prefix}{folder}/";
        foreach (var name in typeof(Template).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var path = name.Replace('\\', '/');
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                var parts = path[prefix.Length..].Split('/').Select(part => part.StartsWith("dot-", StringComparison.Ordinal) ? "." + part[4..] : part);
                yield return (tokens.Apply(string.Join('/', parts)), tokens.Apply(Read(name)));
            }
        }
    }

    /// <summary>One file, with its tokens replaced.</summary>
    public static string Text(string path, Tokens tokens) => tokens.Apply(Read(Prefix + path));

    private static string Read(string resource)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The build lacks the template {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
